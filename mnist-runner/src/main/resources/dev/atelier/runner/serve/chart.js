// A line chart on a canvas, redrawn as points come.

const MARGIN = {left: 46, right: 12, top: 10, bottom: 34};

/** Scales of a chart's upright axis: what a value is drawn at, and where lines with labels may be. */
export const LOG_LOSS = {
  at: value => Math.log10(Math.max(value, 1e-6)),
  ticks: [1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100],
  label: value => String(value),
};
export const ACCURACY = {
  // The error on a logarithmic scale, so that 99 % and 98 % are as far apart as 90 % and 80 %.
  at: value => -Math.log10(Math.max(1 - value, 1e-4)),
  ticks: [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999],
  label: value => `${+(100 * value).toFixed(1)} %`,
};

function niceStep(range, most) {
  const power = 10 ** Math.floor(Math.log10(range / most));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => range / step <= most);
}

export class Chart {
  #canvas;
  #scale;
  #series = [];
  #axis = "";

  constructor(canvas, scale) {
    this.#canvas = canvas;
    this.#scale = scale;
    new ResizeObserver(() => this.#draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  /** Shows series {colour, dash, points: [[x, y], ...], dots: [[x, y], ...]}; axis names x. */
  show(series, axis) {
    this.#series = series;
    this.#axis = axis;
    this.#draw();
  }

  #draw() {
    const ratio = devicePixelRatio || 1;
    const width = this.#canvas.clientWidth;
    const height = this.#canvas.clientHeight;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const context = this.#canvas.getContext("2d");
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.#canvas);
    const css = name => style.getPropertyValue(name).trim();
    context.font = `12px ${style.fontFamily}`;
    const all = this.#series.flatMap(one => [...one.points, ...one.dots]).filter(point => point[1] !== null);
    const values = all.map(point => this.#scale.at(point[1]));
    const ends = this.#bounds(values);
    const most = Math.max(...all.map(point => point[0]), 1e-9);
    const x = value => MARGIN.left + value / (all.length ? most : 1) * (width - MARGIN.left - MARGIN.right);
    const y = value => height - MARGIN.bottom
      - (this.#scale.at(value) - ends[0]) / (ends[1] - ends[0]) * (height - MARGIN.top - MARGIN.bottom);
    this.#drawAxes(context, css, x, y, ends, all.length ? most : 1, width, height);
    for (const one of this.#series) {
      this.#drawSeries(context, css(one.colour), one, x, y);
    }
  }

  #bounds(values) {
    const at = this.#scale.ticks.map(this.#scale.at);
    if (!values.length) {
      return [at[2], at[7]];
    }
    const least = Math.min(...values);
    const most = Math.max(...values);
    const low = at.filter(tick => tick <= least).pop() ?? at[0];
    const high = at.find(tick => tick >= most) ?? at[at.length - 1];
    return low < high ? [low, high] : [low - 0.3, high + 0.3];
  }

  #drawAxes(context, css, x, y, ends, most, width, height) {
    context.lineWidth = 1;
    context.fillStyle = css("--soft");
    context.strokeStyle = css("--line");
    context.textAlign = "right";
    context.textBaseline = "middle";
    let last = Infinity;
    for (const tick of this.#scale.ticks) {
      const at = this.#scale.at(tick);
      if (at < ends[0] - 1e-9 || at > ends[1] + 1e-9 || last - y(tick) < 16) {
        continue;
      }
      last = y(tick);
      context.beginPath();
      context.moveTo(MARGIN.left, last);
      context.lineTo(width - MARGIN.right, last);
      context.stroke();
      context.fillText(this.#scale.label(tick), MARGIN.left - 6, last);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const step = niceStep(most, Math.max(2, Math.floor(width / 80)));
    for (let tick = 0; tick <= most * 1.0001; tick += step) {
      context.fillText(String(+tick.toPrecision(6)), x(tick), height - MARGIN.bottom + 5);
    }
    context.fillText(this.#axis, (MARGIN.left + width - MARGIN.right) / 2, height - 14);
    context.strokeStyle = css("--axis");
    context.beginPath();
    context.moveTo(MARGIN.left, MARGIN.top);
    context.lineTo(MARGIN.left, height - MARGIN.bottom);
    context.lineTo(width - MARGIN.right, height - MARGIN.bottom);
    context.stroke();
  }

  #drawSeries(context, paint, {points, dots, dash}, x, y) {
    context.strokeStyle = paint;
    context.fillStyle = paint;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    points.filter(point => point[1] !== null).forEach(point => context.lineTo(x(point[0]), y(point[1])));
    context.stroke();
    context.setLineDash([]);
    for (const dot of dots) {
      context.beginPath();
      context.arc(x(dot[0]), y(dot[1]), 4.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
