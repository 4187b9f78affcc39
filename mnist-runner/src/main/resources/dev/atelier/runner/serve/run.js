// Settings, controls, figures and curves of the runs.

import {ACCURACY, Chart, LOG_LOSS} from "./chart.js";
import {element} from "./pixels.js";

const LABELS = {
  epochs: "Epochs", "batch-size": "Batch size", hidden: "Hidden neurons", activation: "Activation", optimizer: "Optimizer",
  lr: "Learning rate", "weight-decay": "Weight decay", augment: "Distortions",
};
const WHOLE = ["epochs", "batch-size", "hidden"];
const ACTIVE = ["starting", "running", "paused", "stopping"];
const by = id => document.getElementById(id);
const percent = share => `${(100 * share).toFixed(2)} %`;

/** Sends a request; resolves to its answer, or throws with the server's reason. */
export async function post(path, body = {}) {
  const response = await fetch(path, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

export class RunPanel {
  #lanes = [];
  #loss = new Chart(by("loss"), LOG_LOSS);
  #accuracy = new Chart(by("accuracy"), ACCURACY);
  #figures = new Map();
  #redraw = 0;
  #values = "";

  constructor() {
    by("settings").addEventListener("submit", event => {
      event.preventDefault();
      this.#act("/api/start", Object.fromEntries(new FormData(event.target)));
    });
    by("pause").addEventListener("click", () =>
      this.#act(this.#lanes.some(lane => lane.status === "paused") ? "/api/resume" : "/api/pause"));
    by("stop").addEventListener("click", () => this.#act("/api/stop"));
    document.querySelectorAll("input[name=axis]").forEach(one => one.addEventListener("change", () => this.#show()));
  }

  async #act(path, body) {
    by("fault").hidden = true;
    try {
      await post(path, body);
    } catch (fault) {
      by("fault").textContent = fault.message;
      by("fault").hidden = false;
    }
  }

  /** Shows the whole state. */
  state(state) {
    const before = this.#lanes;
    this.#lanes = state.lanes;
    if (!by("fields").children.length) {
      this.#makeFields(state);
    }
    const values = JSON.stringify(state.values);
    if (values !== this.#values) {
      this.#values = values;
      Object.entries(state.values).forEach(([name, value]) => {
        const field = by("settings").elements[name];
        if (field) {
          field.value = value;
        }
      });
    }
    this.#enable();
    this.#tell(before);
    this.#show();
  }

  #makeFields({devices, options}) {
    const select = (name, choices) => element("select", {name},
      ...choices.map(([value, text]) => element("option", {value, textContent: text})));
    const named = devices.map(device => [device.id, `${device.id} ${device.name}`]);
    const field = (label, control, whole) => element("label", {className: whole ? "whole" : ""}, label, control);
    by("fields").append(
      field("Device", select("device", named), true),
      field("Compare with", select("compare", [["", "nothing"], ...named]), true),
      ...Object.entries(options).map(([name, choices]) => field(LABELS[name] ?? name, choices.length > 1
        ? select(name, choices.map(choice => [choice, choice]))
        : element("input", {
          name, type: "number", value: choices[0], ...(WHOLE.includes(name) ? {min: 1, step: 1} : {min: 0, step: "any"}),
          required: choices[0] !== "", placeholder: choices[0] ? "" : "what suits",
        }), false)));
  }

  #enable() {
    const active = this.#lanes.some(lane => ACTIVE.includes(lane.status));
    const stopping = this.#lanes.every(lane => !ACTIVE.includes(lane.status) || lane.status === "stopping");
    const focused = document.activeElement;
    by("start").disabled = active;
    by("pause").disabled = stopping;
    by("stop").disabled = stopping;
    by("pause").textContent = this.#lanes.some(lane => lane.status === "paused") ? "Resume" : "Pause";
    // A button that is disabled loses the focus, which would send a keyboard back to the top of the page.
    if (focused?.disabled) {
      by(active ? "pause" : "start").focus();
    }
  }

  /** Tells those who can't see the figures what has changed. */
  #tell(before) {
    const news = this.#lanes.filter((lane, i) => lane.status !== "empty"
        && (lane.status !== before[i]?.status || lane.tests.length !== before[i]?.tests.length))
      .map(lane => `${lane.name}: ${lane.status}${lane.tests.length ? `, ${percent(lane.tests.at(-1)[2])} of test images right` : ""}`);
    if (news.length && before.length) {
      by("news").textContent = news.join("; ");
    }
  }

  progress(progress) {
    const lane = this.#lane(progress.lane);
    lane.progress = progress;
    if (progress.done > (lane.losses.at(-1)?.[0] ?? -1)) {
      lane.losses.push([progress.done, progress.seconds, progress.loss]);
    }
    this.#show();
  }

  accuracy({lane: name, point}) {
    const lane = this.#lane(name);
    if (point[0] > (lane.accuracies.at(-1)?.[0] ?? -1)) {
      lane.accuracies.push(point);
      this.#show();
    }
  }

  #lane(name) {
    return this.#lanes.find(lane => lane.name === name);
  }

  #show() {
    this.#redraw ||= requestAnimationFrame(() => {
      this.#redraw = 0;
      this.#showFigures();
      this.#showCurves();
    });
  }

  #showFigures() {
    for (const lane of this.#lanes) {
      let box = this.#figures.get(lane.name);
      if (lane.status === "empty") {
        box?.root.remove();
        this.#figures.delete(lane.name);
        continue;
      }
      box ??= this.#makeFigures(lane.name);
      const accuracy = lane.tests.at(-1)?.[2] ?? lane.accuracies.at(-1)?.[2];
      box.title.textContent = [`${lane.name}: ${lane.status}`, lane.network, lane.device].filter(Boolean).join(" · ");
      box.title.title = box.title.textContent;
      box.epoch.textContent = lane.progress ? `${Math.min(lane.progress.done, lane.progress.epochs).toFixed(1)} / ${lane.progress.epochs}` : "–";
      box.loss.textContent = lane.progress?.loss?.toFixed(4) ?? "–";
      box.right.textContent = accuracy === undefined ? "–" : percent(accuracy);
      box.speed.textContent = lane.progress ? `${Math.round(lane.progress.speed).toLocaleString("en")}` : "–";
      box.bar.value = lane.progress ? lane.progress.done / lane.progress.epochs : 0;
      box.message.textContent = lane.message
        || (lane.status === "running" && lane.progress ? `about ${Math.ceil(lane.progress.left)} s left` : "");
      box.message.classList.toggle("failed", lane.status === "failed");
      this.#showPause(box.pause, lane);
    }
  }

  /** A run beside another can be paused by itself. */
  #showPause(button, lane) {
    const alone = this.#lanes.filter(one => one.status !== "empty").length < 2;
    const hidden = alone || !ACTIVE.includes(lane.status) || lane.status === "stopping";
    if (hidden && document.activeElement === button) {
      by("start").disabled ? by("pause").focus() : by("start").focus();
    }
    button.hidden = hidden;
    button.textContent = `${lane.status === "paused" ? "Resume" : "Pause"} ${lane.name}`;
  }

  #makeFigures(name) {
    const box = {root: element("div", {className: `lane ${name.toLowerCase()}`}), title: element("p", {className: "lane-name"}),
      bar: element("progress", {max: 1}), message: element("p", {className: "message"}),
      pause: element("button", {type: "button", className: "lane-pause", hidden: true})};
    box.pause.addEventListener("click", () =>
      this.#act(this.#lane(name).status === "paused" ? "/api/resume" : "/api/pause", {lane: name}));
    const list = element("dl");
    for (const [key, label] of [["epoch", "epoch"], ["loss", "loss"], ["right", "right"], ["speed", "images a second"]]) {
      box[key] = element("dd", {textContent: "–"});
      box[key].dataset.figure = `${name}-${key}`;
      list.append(element("div", {}, element("dt", {textContent: label}), box[key]));
    }
    box.bar.setAttribute("aria-label", `Progress of run ${name}`);
    box.root.append(box.title, list, box.bar, box.message, box.pause);
    by("lanes").append(box.root);
    this.#figures.set(name, box);
    return box;
  }

  #showCurves() {
    const seconds = document.querySelector("input[name=axis]:checked").value === "seconds";
    const pick = points => points.map(point => [point[seconds ? 1 : 0], point[2]]);
    const style = i => ({colour: `--series${i}`, dash: i ? [6, 4] : []});
    const axis = seconds ? "seconds of training" : "epochs";
    const shown = this.#lanes.map((lane, i) => ({lane, ...style(i)})).filter(one => one.lane.losses.length);
    this.#loss.show(shown.map(({lane, ...rest}) => ({...rest, points: pick(lane.losses), dots: []})), axis);
    this.#accuracy.show(
      shown.map(({lane, ...rest}) => ({...rest, points: pick(lane.accuracies), dots: pick(lane.tests)})), axis);
    if (shown.length) {
      by("loss").setAttribute("aria-label", "Loss: " + shown.map(({lane}) => `${lane.name} ${lane.losses.at(-1)[2]?.toFixed(3)}`).join(", "));
      by("accuracy").setAttribute("aria-label", "Accuracy: " + shown.map(({lane}) =>
        `${lane.name} ${lane.accuracies.length ? percent(lane.accuracies.at(-1)[2]) : "not yet"}`).join(", "));
    }
  }
}
