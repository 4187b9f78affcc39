// Drawing a digit, shifting it, and what the networks make of it.

import {base64} from "./pixels.js";
import {post} from "./run.js";
import {VerdictView} from "./verdict.js";
import {strokes} from "./strokes.js";

const PEN = 22;
const SENT = 112;
const MOST_SHIFT = 12;
const by = id => document.getElementById(id);
const KEYS = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]};

export class Easel {
  #paper = by("paper");
  #context = this.#paper.getContext("2d", {willReadFrequently: true});
  #ink = new OffscreenCanvas(SENT, SENT).getContext("2d", {willReadFrequently: true});
  #last = null;
  #drawn = false;
  #right = 0;
  #down = 0;
  #asking = false;
  #again = false;
  #view = new VerdictView(by("verdicts"), (right, down) => this.#shiftTo(right, down));

  constructor() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#recolour());
    this.#paper.addEventListener("pointerdown", event => this.#begin(event));
    this.#paper.addEventListener("pointermove", event => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.#paper.addEventListener(end, () => { this.#last = null; });
    }
    this.#paper.addEventListener("keydown", event => this.#key(event));
    by("clear").addEventListener("click", () => this.#clear());
    by("centre").addEventListener("click", () => this.#shiftTo(0, 0));
    document.querySelectorAll(".pad button[data-right]").forEach(button => button.addEventListener("click", () =>
      this.#shiftTo(this.#right + Number(button.dataset.right), this.#down + Number(button.dataset.down))));
    document.querySelector(".pad").addEventListener("keydown", event => this.#key(event));
    for (let digit = 0; digit <= 9; digit++) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = digit;
      button.setAttribute("aria-label", `Draw a ${digit}`);
      button.addEventListener("click", () => this.#sample(digit));
      by("samples").append(button);
    }
  }

  /** Asks again, since a network has changed. */
  refresh() {
    if (this.#drawn) {
      this.#ask();
    }
  }

  #point(event) {
    const box = this.#paper.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * this.#paper.width, (event.clientY - box.top) / box.height * this.#paper.height];
  }

  #begin(event) {
    this.#paper.setPointerCapture(event.pointerId);
    this.#last = this.#point(event);
    this.#line(this.#last, this.#last);
  }

  #move(event) {
    if (!this.#last) {
      return;
    }
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const next = this.#point(part);
      this.#line(this.#last, next);
      this.#last = next;
    }
  }

  #line(from, to) {
    this.#context.strokeStyle = getComputedStyle(this.#paper).color;
    this.#context.lineWidth = PEN;
    this.#context.lineCap = "round";
    this.#context.lineJoin = "round";
    this.#context.beginPath();
    this.#context.moveTo(...from);
    // A line of no length is not drawn, but a pen that is put down leaves a dot.
    this.#context.lineTo(to[0] + 0.01, to[1]);
    this.#context.stroke();
    this.#drawn = true;
    this.#ask();
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (KEYS[event.key]) {
      event.preventDefault();
      this.#shiftTo(this.#right + KEYS[event.key][0], this.#down + KEYS[event.key][1]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#clear();
    } else if (/^[0-9]$/.test(event.key)) {
      this.#sample(Number(event.key));
    }
  }

  #shiftTo(right, down) {
    const within = value => Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, value));
    this.#right = within(right);
    this.#down = within(down);
    by("shift").textContent = `${this.#right}, ${this.#down}`;
    this.refresh();
  }

  #clear() {
    this.#context.clearRect(0, 0, this.#paper.width, this.#paper.height);
    this.#drawn = false;
    this.#view.clear();
    this.#shiftTo(0, 0);
  }

  #sample(digit) {
    this.#clear();
    for (const stroke of strokes(digit)) {
      for (let i = 1; i < stroke.length; i++) {
        this.#line(stroke[i - 1].map(part => part * this.#paper.width), stroke[i].map(part => part * this.#paper.width));
      }
    }
  }

  #recolour() {
    this.#context.globalCompositeOperation = "source-in";
    this.#context.fillStyle = getComputedStyle(this.#paper).color;
    this.#context.fillRect(0, 0, this.#paper.width, this.#paper.height);
    this.#context.globalCompositeOperation = "source-over";
    this.refresh();
  }

  /** Returns how much ink there is, pixel by pixel. */
  #pixels() {
    this.#ink.clearRect(0, 0, SENT, SENT);
    this.#ink.drawImage(this.#paper, 0, 0, SENT, SENT);
    return this.#ink.getImageData(0, 0, SENT, SENT).data.filter((_, i) => i % 4 === 3);
  }

  /** One question at a time; the last drawing is always asked about. */
  async #ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      try {
        const answer = await post("/api/look", {
          rows: SENT, columns: SENT, pixels: base64(this.#pixels()), right: this.#right, down: this.#down,
        });
        if (this.#drawn) {
          this.#view.show(answer.verdicts, this.#right, this.#down);
        }
      } catch (fault) {
        this.#view.fault(fault.message);
      }
    } while (this.#again && this.#drawn);
    this.#asking = false;
  }
}
