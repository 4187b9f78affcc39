// The weights of hidden neurons, as they change.

import {bytes, divergingColours, drawShares, element, pictureCanvas} from "./pixels.js";

const GAP = 2;

export class NeuronSheets {
  #root = document.getElementById("neurons");
  #sheets = new Map();

  constructor() {
    new ResizeObserver(() => this.#sheets.forEach(sheet => this.#draw(sheet))).observe(this.#root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
      () => this.#sheets.forEach(sheet => this.#draw(sheet)));
  }

  /** Shows the weights of a lane. */
  show(event) {
    let sheet = this.#sheets.get(event.lane);
    if (!sheet) {
      const heading = element("h3");
      const canvas = pictureCanvas(1, 1, `Weights of neurons of network ${event.lane}`);
      sheet = {heading, canvas, root: element("div", {className: "neuron-sheet"}, heading, canvas)};
      this.#root.querySelector(":scope > .note")?.remove();
      this.#sheets.set(event.lane, sheet);
      this.#root.append(sheet.root);
    }
    sheet.event = event;
    sheet.weights = bytes(event.weights);
    sheet.heading.textContent = `${event.lane}: ${event.shown} of ${event.neurons} neurons`;
    this.#draw(sheet);
  }

  /** Forgets the lanes that are empty. */
  keep(lanes) {
    for (const lane of lanes.filter(one => one.status === "empty" && this.#sheets.has(one.name))) {
      this.#sheets.get(lane.name).root.remove();
      this.#sheets.delete(lane.name);
    }
  }

  #draw({canvas, event, weights}) {
    const room = this.#root.clientWidth;
    const columns = Math.max(1, Math.min(event.shown, room < 600 ? 8 : 24));
    const rows = Math.ceil(event.shown / columns);
    canvas.width = columns * (event.width + GAP) - GAP;
    canvas.height = rows * (event.height + GAP) - GAP;
    const context = canvas.getContext("2d");
    const colours = divergingColours();
    for (let i = 0; i < event.shown; i++) {
      drawShares(context, weights, i * event.height * event.width, event.height, event.width,
        i % columns * (event.width + GAP), Math.floor(i / columns) * (event.height + GAP), colours);
    }
  }
}
