// The page's entry: hears what happens on the server and passes it on.

import {Easel} from "./draw.js";
import {NeuronSheets} from "./neurons.js";
import {RunPanel} from "./run.js";

const connection = document.getElementById("connection");
const runs = new RunPanel();
const neurons = new NeuronSheets();
const easel = new Easel();

function listen() {
  const events = new EventSource("/events");
  const hear = (name, act) => events.addEventListener(name, event => act(JSON.parse(event.data)));
  events.addEventListener("open", () => {
    connection.textContent = "connected";
    connection.className = "up";
  });
  events.addEventListener("error", () => {
    connection.textContent = "the server is not there; trying again";
    connection.className = "";
  });
  hear("state", state => {
    runs.state(state);
    neurons.keep(state.lanes);
  });
  hear("progress", progress => runs.progress(progress));
  hear("accuracy", accuracy => runs.accuracy(accuracy));
  hear("neurons", event => {
    neurons.show(event);
    easel.refresh();
  });
  return events;
}

// A browser has six connections to a server: tabs that nobody sees must not hold them. A tab that is seen again gets the whole state.
let events = document.hidden ? null : listen();
document.addEventListener("visibilitychange", () => {
  events?.close();
  events = document.hidden ? null : listen();
});
