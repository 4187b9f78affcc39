// One way to write each digit: lines through points, in shares of the paper's side.

const arc = (x, y, across, up, from, to) => Array.from({length: 25}, (_, i) => {
  const angle = (from + (to - from) * i / 24) * Math.PI / 180;
  return [x + across * Math.cos(angle), y - up * Math.sin(angle)];
});

const DIGITS = [
  [arc(0.5, 0.5, 0.19, 0.3, 90, 450)],
  [[[0.42, 0.3], [0.53, 0.2], [0.5, 0.8]]],
  [[...arc(0.49, 0.36, 0.18, 0.16, 160, -40), [0.3, 0.79], [0.72, 0.78]]],
  [[...arc(0.47, 0.34, 0.17, 0.14, 150, -80), ...arc(0.47, 0.64, 0.2, 0.16, 80, -150)]],
  [[[0.36, 0.2], [0.31, 0.53], [0.7, 0.51]], [[0.62, 0.22], [0.57, 0.82]]],
  [[[0.68, 0.21], [0.4, 0.22], [0.36, 0.47], ...arc(0.46, 0.62, 0.2, 0.17, 110, -150)]],
  [[[0.6, 0.19], [0.43, 0.36], ...arc(0.5, 0.63, 0.16, 0.17, 180, 540)]],
  [[[0.3, 0.24], [0.69, 0.24], [0.47, 0.81]]],
  [[...arc(0.5, 0.35, 0.14, 0.15, 270, 630), ...arc(0.5, 0.65, 0.17, 0.16, 90, 450)]],
  [[...arc(0.49, 0.36, 0.15, 0.16, 0, 360), [0.63, 0.5], [0.58, 0.82]]],
];

/** Returns the strokes of a digit. */
export function strokes(digit) {
  return DIGITS[digit];
}
