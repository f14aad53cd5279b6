/* Adam on Rosenbrock's function: the loop that benchmarks/core.py compares ours with. It computes and
   stores what our compiled loop stores: x, f, the gradient, m, v, t, the gradient used, the step. */
#include <math.h>

#define WIDTH 14

void adam(double *row, int steps, double x, double y, double lr, double beta1, double beta2, double eps)
{
    double m0 = 0, m1 = 0, v0 = 0, v1 = 0, t = 0;
    for (int i = 0; i <= steps; i++, row += WIDTH) {
        double a = 1 - x, b = y - x * x;
        double g0 = -2 * a - 400 * x * b, g1 = 200 * b;
        row[0] = x, row[1] = y, row[2] = a * a + 100 * b * b, row[3] = g0, row[4] = g1;
        row[5] = m0, row[6] = m1, row[7] = v0, row[8] = v1, row[9] = t, row[10] = g0, row[11] = g1;
        t += 1;
        m0 = beta1 * m0 + (1 - beta1) * g0, m1 = beta1 * m1 + (1 - beta1) * g1;
        v0 = beta2 * v0 + (1 - beta2) * g0 * g0, v1 = beta2 * v1 + (1 - beta2) * g1 * g1;
        double c1 = 1 - pow(beta1, t), c2 = 1 - pow(beta2, t);
        row[12] = -lr * (m0 / c1) / (sqrt(v0 / c2) + eps);
        row[13] = -lr * (m1 / c1) / (sqrt(v1 / c2) + eps);
        x += row[12], y += row[13];
    }
}
