// Classes by their kind, as Python calls it.

/**
 * What finds the class of a kind; it throws for an unknown one.
 * @template {{ kind: string }} C
 * @param {string} what they are
 * @param {C[]} classes
 * @returns {(kind: string) => C}
 */
export function byKind(what, classes) {
  const table = new Map(classes.map((each) => [each.kind, each]));
  return (kind) => {
    const matching = table.get(kind);
    if (!matching) throw new Error(`unknown ${what} kind: ${kind}`);
    return matching;
  };
}
