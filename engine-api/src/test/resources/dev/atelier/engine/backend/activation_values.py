"""Values and derivatives of the activation functions with 40 digits, independent of the Java code.

Run in this folder: python3 activation_values.py > activation_values.csv
Needs mpmath. Derivatives are mpmath's numerical ones, except at the one point where x = 0 is a kink: there they are taken from
the left, as the SPI says.
"""

from mpmath import mp, mpf, diff, erfc, exp, expm1, log1p, nstr, sqrt, tanh

mp.dps = 60

SELU_LAMBDA = mpf("1.0507009873554804934193349852946")
SELU_ALPHA = mpf("1.6732632423543772848170429916717")

FUNCTIONS = {
    "identity": lambda x, a: x,
    "sigmoid": lambda x, a: 1 / (1 + exp(-x)),
    "tanh": lambda x, a: tanh(x),
    "relu": lambda x, a: x if x > 0 else mpf(0),
    "leaky-relu": lambda x, a: x if x > 0 else a * x,
    "elu": lambda x, a: x if x > 0 else a * expm1(x),
    "selu": lambda x, a: SELU_LAMBDA * (x if x > 0 else SELU_ALPHA * expm1(x)),
    "softplus": lambda x, a: log1p(exp(x)),
    "gelu": lambda x, a: x * erfc(-x / sqrt(2)) / 2,
    "silu": lambda x, a: x / (1 + exp(-x)),
}
KINKED = {"relu", "leaky-relu", "elu", "selu"}
ALPHAS = {"leaky-relu": ["0.01", "0.25"], "elu": ["1", "0.5"]}
POINTS = ["-30", "-12.5", "-6", "-4", "-3", "-2.875", "-1", "-0.5", "-0.0625", "-0.0009765625", "0", "0.0009765625",
          "0.0625", "0.5", "1", "2.875", "3", "4", "6", "12.5", "30"]

print("# function,alpha,x,value,derivative; made by activation_values.py")
for name, function in FUNCTIONS.items():
    for alpha in ALPHAS.get(name, ["0"]):
        a = mpf(float(alpha))
        for text in POINTS:
            x = mpf(text)
            f = lambda t: function(t, a)
            at_kink = name in KINKED and x == 0
            slope = diff(f, x, direction=-1 if at_kink else 0, h=mpf(10)**-25 if at_kink else None)
            print(f"{name},{alpha},{text},{nstr(f(x), 25)},{nstr(slope, 20)}")
