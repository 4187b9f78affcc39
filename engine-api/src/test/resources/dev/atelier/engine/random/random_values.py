"""Known answers for CounterRandomTest: Philox4x32-10 (Salmon et al. 2011) written from its definition, with Python's integers.

Run: python3 random_values.py > random_values.csv
"""

MASK = 0xFFFFFFFF


def philox(counter, key):
    """Returns the four words that belong to a counter of four words and a key of two."""
    x, k = list(counter), list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * x[0], 1 << 32)
        high1, low1 = divmod(0xCD9E8D57 * x[2], 1 << 32)
        x = [high1 ^ x[1] ^ k[0], low1, high0 ^ x[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return x


def words(seed, purpose, number):
    """Yields the words of a sequence: block after block, named by number and purpose, under the seed as key."""
    block = 0
    while True:
        yield from philox([block & MASK, block >> 32, number & MASK, purpose], [seed & MASK, (seed >> 32) & MASK])
        block += 1


def bounded(source, bound):
    """Lemire 2019: the upper half of word times bound, where the lower half is not below 2^32 mod bound."""
    while True:
        high, low = divmod(next(source) * bound, 1 << 32)
        if low >= (1 << 32) % bound:
            return high


def double(source):
    """53 bits: all of one word, and the upper 21 of the next."""
    high, low = next(source), next(source)
    return (high * (1 << 21) + low // (1 << 11)) / (1 << 53)


def main():
    # The check that Random123 publishes.
    assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    print("kind,seed,purpose,number,bound,values")
    names = [(1, 1, 0), (0x9876543212345678, 2, 7), (42, 5, -3)]
    for seed, purpose, number in names:
        java_seed = seed - (1 << 64) if seed >> 63 else seed
        for kind, bound, count, draw in [
            ("word", 0, 10, lambda s, b: next(s)),
            ("bounded", 1, 3, bounded),
            ("bounded", 7, 20, bounded),
            # A quarter of all words is rejected, and some lie on the border.
            ("bounded", 3 << 29, 40, bounded),
            ("bounded", (1 << 31) - 1, 20, bounded),
            ("double", 0, 9, lambda s, b: double(s)),
        ]:
            source = words(seed, purpose, number)
            values = " ".join(repr(draw(source, bound)) for _ in range(count))
            print(f"{kind},{java_seed},{purpose},{number},{bound},{values}")


main()
