/* Adam on Himmelblau's function from very many starts: the loop that benchmarks/maps.py compares ours with. It finds
   what our compiled loop finds: where each run ends, f there, and the first step within the goal. The inner loop goes
   over points, so that the compiler makes it one of vectors. REAL is float or double. */
#include <math.h>

#define N 1000
#define ROOT(x) (sizeof(REAL) == 4 ? sqrtf(x) : sqrt(x))

void map(REAL *restrict px, REAL *restrict py, REAL *restrict value, REAL *restrict reached, int blocks, int steps,
         REAL lr, REAL beta1, REAL beta2, REAL eps, REAL level, REAL slope)
{
    for (int b = 0; b < blocks; b++, px += N, py += N, value += N, reached += N) {
        REAL m0[N] = {0}, m1[N] = {0}, v0[N] = {0}, v1[N] = {0};
        for (int i = 0; i < N; i++)
            reached[i] = -1;
        for (int t = 0; t <= steps; t++) {
            REAL c1 = 1 / (1 - pow(beta1, t + 1)), c2 = 1 / (1 - pow(beta2, t + 1)), rate = t < steps ? lr : 0;
            for (int i = 0; i < N; i++) {
                REAL x = px[i], y = py[i], p = x * x + y - 11, q = x + y * y - 7;
                REAL f = p * p + q * q, g0 = 4 * x * p + 2 * q, g1 = 2 * p + 4 * y * q;
                int met = (f <= level) | (g0 * g0 + g1 * g1 <= slope * slope);
                reached[i] = (met & (reached[i] < 0)) ? (REAL)t : reached[i];
                value[i] = f;
                m0[i] = beta1 * m0[i] + (1 - beta1) * g0, m1[i] = beta1 * m1[i] + (1 - beta1) * g1;
                v0[i] = beta2 * v0[i] + (1 - beta2) * g0 * g0, v1[i] = beta2 * v1[i] + (1 - beta2) * g1 * g1;
                px[i] = x - rate * (m0[i] * c1) / (ROOT(v0[i] * c2) + eps);
                py[i] = y - rate * (m1[i] * c1) / (ROOT(v1[i] * c2) + eps);
            }
        }
    }
}
