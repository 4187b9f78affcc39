"""Golden losses of a 20-16-10 network: ten steps in double precision, independent of the Java code.

Run in this folder: python3 golden_losses.py > golden_losses.csv
Needs NumPy. Only the numbers that a device is given (parameters, learning rates, coefficients, pixel scale) are rounded to
float32; everything computed from them is float64.
"""

import numpy as np

INPUTS, HIDDEN, CLASSES, SAMPLES, BATCH, STEPS = 20, 16, 10, 32, 8, 10


def sequence():
    """x = (1103515245 x + 12345) mod 2^31, from 1 on."""
    x = 1
    while True:
        x = (1103515245 * x + 12345) % 2**31
        yield x


def single(value):
    return np.float64(np.float32(value))


def data(rate):
    numbers = sequence()
    below = lambda bound: (next(numbers) >> 16) % bound
    uniform = lambda rows, columns, bound: single(
        np.array([(2.0 * next(numbers) / 2**31 - 1) * bound for _ in range(rows * columns)]).reshape(rows, columns))
    pixels = np.array([below(256) for _ in range(SAMPLES * INPUTS)], dtype=np.float64).reshape(SAMPLES, INPUTS)
    labels = np.array([below(CLASSES) for _ in range(SAMPLES)])
    parameters = [uniform(INPUTS, HIDDEN, 0.5), uniform(1, HIDDEN, 0.25),
                  uniform(HIDDEN, CLASSES, 0.5), uniform(1, CLASSES, 0.25)]
    order = np.array([(7 * i + 3) % SAMPLES for i in range(STEPS * BATCH)]).reshape(STEPS, BATCH)
    rates = [single(np.float32(rate) / np.float32(1 + i)) for i in range(STEPS)]
    return pixels * single(np.float32(1) / np.float32(255)), labels, parameters, order, rates


def cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    target = np.eye(CLASSES)[labels]
    loss = -(log_probabilities * target).sum(axis=1).mean()
    return loss, (np.exp(log_probabilities) - target) / len(labels)


def squared_error(logits, labels):
    difference = logits - np.eye(CLASSES)[labels]
    return (difference**2).mean(), 2 * difference / difference.size


def relu(z):
    return np.maximum(z, 0), (z > 0).astype(np.float64)


def tanh(z):
    return np.tanh(z), 1 - np.tanh(z)**2


def momentum(factor, decay):
    """Nesterov's momentum with L2; with factor 0 this is plain gradient descent."""
    def update(p, g, state, rate, step):
        g = g + decay * p
        v = state.setdefault("v", np.zeros_like(p))
        v *= factor
        v += g
        p -= rate * (g + factor * v)
    return update


def rmsprop(alpha, epsilon, decay):
    """torch.optim.RMSprop."""
    def update(p, g, state, rate, step):
        g = g + decay * p
        state["v"] = alpha * state.get("v", 0) + (1 - alpha) * g**2
        p -= rate * g / (np.sqrt(state["v"]) + epsilon)
    return update


def adam(beta1, beta2, epsilon, decay, decoupled):
    """torch.optim.Adam, or AdamW where the decay is decoupled."""
    def update(p, g, state, rate, step):
        if decoupled:
            p *= 1 - rate * decay
        else:
            g = g + decay * p
        state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
        m = state["m"] / (1 - beta1**step)
        v = state["v"] / (1 - beta2**step)
        p -= rate * m / (np.sqrt(v) + epsilon)
    return update


def train(name, rate, activation, criterion, optimizer):
    images, labels, parameters, order, rates = data(rate)
    state = [{} for p in parameters]
    for step in range(STEPS):
        x, y = images[order[step]], labels[order[step]]
        w1, b1, w2, b2 = parameters
        hidden, slope = activation(x @ w1 + b1)
        loss, d2 = criterion(hidden @ w2 + b2, y)
        print(f"{name},{step},{loss:.17g}")
        d1 = (d2 @ w2.T) * slope
        gradients = [x.T @ d1, d1.sum(axis=0, keepdims=True), hidden.T @ d2, d2.sum(axis=0, keepdims=True)]
        for p, g, s in zip(parameters, gradients, state):
            optimizer(p, g, s, rates[step], step + 1)


print("# training,step,loss; made by golden_losses.py")
train("cross-entropy-sgd", 0.5, relu, cross_entropy, momentum(0.0, 0.0))
train("squared-error-nesterov-decay", 0.5, tanh, squared_error, momentum(single(0.9), single(0.01)))
train("cross-entropy-rmsprop-decay", 0.02, tanh, cross_entropy, rmsprop(single(0.9), single(1e-5), single(0.01)))
train("cross-entropy-adam-decay", 0.05, tanh, cross_entropy,
      adam(single(0.9), single(0.999), single(1e-8), single(0.01), decoupled=False))
train("squared-error-adamw", 0.05, tanh, squared_error,
      adam(single(0.8), single(0.99), single(1e-4), single(0.5), decoupled=True))
