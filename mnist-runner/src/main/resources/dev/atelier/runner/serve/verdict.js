// What networks make of a drawn digit.

import {bytes, colour, drawInk, drawShares, element, pictureCanvas} from "./pixels.js";

const CELL = 26;
const OUTPUTS_A_ROW = 50;

export class VerdictView {
  #root;
  #onShift;
  #invitation;
  #said = document.getElementById("reading");

  /** Shows in root; onShift(right, down) is called when somebody points at a shift. */
  constructor(root, onShift) {
    this.#root = root;
    this.#onShift = onShift;
    this.#invitation = [...root.childNodes];
  }

  clear() {
    this.#root.replaceChildren(...this.#invitation);
  }

  fault(message) {
    this.#root.replaceChildren(element("p", {className: "note", textContent: message}));
  }

  show(verdicts, right, down) {
    if (!verdicts.length) {
      this.clear();
      return;
    }
    // Said only when it changes, since networks in training are asked twice a second.
    const reading = verdicts.map(({lane, answer}) => `${lane} reads ${answer}`).join(", ");
    if (this.#said.textContent !== reading) {
      this.#said.textContent = reading;
    }
    this.#root.replaceChildren(...verdicts.map(verdict => this.#verdict(verdict, right, down, verdicts.length > 1)));
  }

  #verdict(verdict, right, down, several) {
    const name = several ? `${verdict.lane} reads` : "The network reads";
    const answer = element("div", {className: "answer", textContent: verdict.answer});
    answer.dataset.answer = verdict.lane;
    const root = element("div", {className: "verdict"}, element("h3", {textContent: name}),
      element("div", {className: "parts"}, answer, this.#bars(verdict), this.#seen(verdict), this.#shifts(verdict, right, down)));
    if (verdict.hidden) {
      root.append(element("h4", {textContent: "Outputs of the last hidden layer"}), this.#hidden(verdict));
      root.append(element("h4", {textContent: `Neurons that voted for ${verdict.answer}, and against`}), this.#votes(verdict));
    }
    return root;
  }

  #bars({scores, answer}) {
    return element("ol", {className: "bars"}, ...scores.map((score, k) => {
      const fill = element("span");
      fill.style.width = `${100 * Math.max(0, Math.min(1, score))}%`;
      const item = element("li", {className: k === answer ? "best" : ""}, element("span", {textContent: k}),
        element("span", {className: "bar"}, fill), element("span", {className: "score", textContent: `${(100 * score).toFixed(1)} %`}));
      // Items without a box of their own are lost to screen readers in places, unless the role is said.
      item.setAttribute("role", "listitem");
      return item;
    }));
  }

  #seen({image, height, width}) {
    const canvas = pictureCanvas(height, width, "The digit as the network sees it");
    drawInk(canvas.getContext("2d"), bytes(image), height, width);
    return element("div", {className: "seen"}, "what it sees", canvas);
  }

  /** A square for each shift with the answer that it gives: filled where it is that of the centre. */
  #shifts({shifts, reach}, right, down) {
    const side = 2 * reach + 1;
    const centre = shifts[(shifts.length - 1) / 2];
    const same = shifts.filter(answer => answer === centre).length;
    const canvas = pictureCanvas(side * CELL, side * CELL,
      `Answers for shifts up to ${reach} pixels: ${same} of ${shifts.length} are ${centre}`, "shifts");
    const context = canvas.getContext("2d");
    const css = name => `rgb(${colour(name).join(" ")})`;
    context.font = `600 15px ${getComputedStyle(this.#root).fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    shifts.forEach((answer, i) => {
      const left = i % side * CELL;
      const top = Math.floor(i / side) * CELL;
      context.fillStyle = css(answer === centre ? "--series0" : "--none");
      context.fillRect(left, top, CELL - 1, CELL - 1);
      context.fillStyle = css(answer === centre ? "--ground" : "--ink");
      context.fillText(answer, left + CELL / 2, top + CELL / 2 + 1);
    });
    context.strokeStyle = css("--series1");
    context.lineWidth = 4;
    context.strokeRect((right + reach) * CELL, (down + reach) * CELL, CELL - 1, CELL - 1);
    canvas.addEventListener("click", event => {
      const box = canvas.getBoundingClientRect();
      this.#onShift(Math.floor((event.clientX - box.left) / box.width * side) - reach,
        Math.floor((event.clientY - box.top) / box.height * side) - reach);
    });
    return element("div", {className: "seen"}, "answer by shift", canvas);
  }

  #hidden({hidden}) {
    const outputs = bytes(hidden);
    const columns = Math.min(OUTPUTS_A_ROW, outputs.length);
    const rows = Math.ceil(outputs.length / columns);
    const active = outputs.filter(output => output > 0).length;
    const canvas = pictureCanvas(rows, columns, `${active} of ${outputs.length} hidden neurons are active`, "hidden-outputs");
    drawShares(canvas.getContext("2d"), outputs, 0, rows, columns);
    return canvas;
  }

  #votes({votes, height, width}) {
    return element("div", {className: "votes"}, ...votes.map(vote => {
      const side = vote.vote > 0 ? "for" : "against";
      const box = element("div", {className: `vote ${side}`});
      if (vote.weights) {
        const canvas = pictureCanvas(height, width, `Weights of neuron ${vote.neuron}`);
        drawShares(canvas.getContext("2d"), bytes(vote.weights), 0, height, width);
        box.append(canvas);
      }
      box.append(element("b", {textContent: `${vote.vote > 0 ? "+" : "−"}${Math.abs(vote.vote).toFixed(2)}`}),
        element("span", {textContent: `#${vote.neuron}`}));
      return box;
    }));
  }
}
