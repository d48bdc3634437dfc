// Draws what the suite tells: a whole state in each message, so a page that was reloaded, or slept,
// shows the same as any other. Whatever came from an agent is set as text, never as markup.
"use strict";

const SIGNS = { met: "✓", not_met: "✗", not_measured: "?", not_supported: "–", broken: "!" };
const ORDER = ["met", "not_met", "not_measured", "broken", "not_supported"];
const SVG = "http://www.w3.org/2000/svg";
const by = (id) => document.getElementById(id);

function make(tag, text, kind) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function draw(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

const words = (outcome) => outcome.replaceAll("_", " ");
const number = (value) => Math.round(value).toLocaleString("en");

function seconds(value) {
  if (value === null || value === undefined) return "–";
  if (value >= 100) return `${Math.round(value)} s`;
  return `${value.toFixed(value < 1 ? 3 : 2)} s`;
}

function duration(value) {
  const whole = Math.max(0, Math.floor(value));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function canvas(id, told) {
  const place = by(id);
  const width = Math.max(240, place.clientWidth), height = 150;
  const picture = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  picture.append(draw("title", {}, told));
  place.replaceChildren(picture);
  return { picture, width, height: height - 22, foot: height };
}

// How long it took, on a logarithmic scale: bars left of the line kept the limit.
function spread(name, times) {
  const limit = times.limit ? times.limit.enforced : null;
  const parts = times.number ? [
    `median ${seconds(times.median)}`,
    times.p95 === null ? null : `95 % within ${seconds(times.p95)}`,
    `slowest ${seconds(times.slowest)}`,
    `of ${number(times.number)}`,
  ] : ["none yet"];
  if (times.limit) parts.push(`limit: ${times.limit.words}`);
  const told = parts.filter(Boolean).join(", ");
  by(`${name}-words`).textContent = told;
  const { picture, width, height, foot } = canvas(`${name}-chart`, told);
  const edges = times.bars.map((bar) => bar[0]);
  const shortest = edges.length ? edges[0] : 0.01;
  const low = Math.floor(Math.log10(Math.max(0.001, shortest / 1.26)));
  const longest = Math.max(limit || 0, edges.length ? edges[edges.length - 1] : 1);
  const high = Math.max(low + 1, Math.log10(longest) + 0.15);
  const x = (value) => ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * width;
  const most = Math.max(1, ...times.bars.map((bar) => bar[1]));
  for (const [edge, count] of times.bars) {
    const left = x(edge / 1.2589), tall = Math.max(3, (count / most) * (height - 18));
    const late = limit !== null && edge / 1.2589 >= limit;
    const bar = draw("rect", {
      x: left + 1, width: Math.max(3, x(edge) - left - 2), y: height - tall, height: tall, rx: 2,
      ...(late ? { class: "late" } : {}),
    });
    bar.append(draw("title", {}, `${number(count)} up to ${seconds(edge)}`));
    picture.append(bar);
  }
  picture.append(draw("line", { class: "axis", x1: 0, x2: width, y1: height, y2: height }));
  for (let power = low; power <= high; power += 1) {
    const label = 10 ** power >= 1 ? `${10 ** power} s` : `${Math.round(1000 * 10 ** power)} ms`;
    const place = x(10 ** power);
    const anchor = place < 20 ? "start" : place > width - 20 ? "end" : "middle";
    picture.append(draw("text", { x: place, y: foot - 6, "text-anchor": anchor }, label));
  }
  if (limit !== null) mark(picture, x(limit), width, height, `limit ${seconds(limit)}`);
}

function mark(picture, place, width, height, label) {
  picture.append(draw("line", { class: "limit", x1: place, x2: place, y1: 0, y2: height }));
  const room = place > width - 110 ? { x: place - 5, "text-anchor": "end" } : { x: place + 5 };
  picture.append(draw("text", { ...room, y: 11, class: "limit-words" }, label));
}

function curve(id, told, values, options) {
  const { picture, width, height, foot } = canvas(id, told);
  picture.append(draw("line", { class: "axis", x1: 0, x2: width, y1: height, y2: height }));
  if (!values.length) return;
  const top = options.top || Math.max(1, ...values) * 1.1;
  const gap = width / Math.max(1, (options.room || values.length) - 1);
  const points = values.map((value, index) => [index * gap, height - (value / top) * height]);
  picture.append(draw("polyline", { class: "curve", points: points.map((p) => p.join(",")).join(" ") }));
  if (values.length < 40) {
    for (const [cx, cy] of points) picture.append(draw("circle", { class: "dot", cx, cy, r: 3 }));
  }
  if (options.limit !== undefined) {
    const level = height - (options.limit / top) * height;
    picture.append(draw("line", { class: "limit", x1: 0, x2: width, y1: level, y2: level }));
    // Where the values are below their limit, its words stand above it, if there is room.
    const above = level > 16 && Math.min(...values.slice(-5)) < options.limit;
    picture.append(draw("text", {
      x: width, y: above ? level - 5 : level + 14, "text-anchor": "end", class: "limit-words",
    }, options.words));
  }
  picture.append(draw("text", { x: 0, y: foot - 6 }, options.left || ""));
  picture.append(draw("text", { x: width, y: foot - 6, "text-anchor": "end" }, options.right || ""));
}

function tile(value, label, kind) {
  const element = make("div", undefined, "tile");
  element.append(make("b", value, kind), make("span", label));
  return element;
}

function progress(state) {
  const judged = ORDER.reduce((sum, each) => sum + (state.counts[each] || 0), 0);
  const all = Math.max(state.planned, judged, 1);
  const bar = draw("svg", { viewBox: `0 0 ${all} 1`, preserveAspectRatio: "none" });
  let place = 0;
  const told = [];
  const counts = [make("span", `${judged} of ${state.planned || judged} scenarios`)];
  for (const outcome of ORDER) {
    const count = state.counts[outcome] || 0;
    if (!count) continue;
    bar.append(draw("rect", { x: place, width: count, y: 0, height: 1, class: outcome }));
    place += count;
    counts.push(make("span", `${SIGNS[outcome]} ${count} ${words(outcome)}`, outcome));
    told.push(`${count} ${words(outcome)}`);
  }
  by("progress").replaceChildren(bar);
  by("progress").setAttribute("aria-label", `${judged} of ${all} judged: ${told.join(", ")}`);
  by("counts").replaceChildren(...counts);
}

function failures(state) {
  const items = state.failures.map((failure) => {
    const item = make("li");
    const row = make("div", undefined, "row");
    const head = `${SIGNS[failure.outcome]} ${words(failure.outcome)}: ${failure.scenario}`;
    row.append(make("span", head, failure.outcome));
    row.append(make("span", new Date(failure.at * 1000).toLocaleTimeString()));
    item.append(row, ...failure.reasons.map((reason) => make("p", reason)));
    return item;
  });
  if (!items.length) items.push(make("li", "None so far.", "quiet"));
  if (state.failed > state.failures.length) {
    items.push(make("li", `and ${state.failed - state.failures.length} before these`, "quiet"));
  }
  by("failures").replaceChildren(...items);
}

function scenarios(state) {
  const items = state.scenarios.map((scenario) => {
    const item = make("li"), row = make("div", undefined, "row");
    const name = make("span");
    name.append(make("span", `${SIGNS[scenario.outcome]} ${words(scenario.outcome)} `, scenario.outcome));
    name.append(scenario.name);
    row.append(name, make("span", `${scenario.took.toFixed(1)} s`));
    item.append(row);
    return item;
  });
  if (!items.length) items.push(make("li", "None yet.", "quiet"));
  by("scenarios").replaceChildren(...items);
}

let latest = null;
let behind = 0;

function clock() {
  if (!latest) return;
  const now = Date.now() / 1000 - behind;
  const { agent, over } = latest;
  const end = over ? latest.time : now;
  by("agent").textContent =
    `${agent.name} ${agent.version} (profile ${agent.profile}), ${duration(end - latest.started)}`;
  const step = latest.now.step ? `: ${latest.now.step}` : "";
  by("now").textContent = latest.now.scenario
    ? `… ${latest.now.scenario}${step} (${duration(now - latest.now.since)})` : "";
}

function show(state) {
  latest = state;
  behind = Date.now() / 1000 - state.time;
  const pill = by("state");
  pill.className = `state ${state.over}`;
  pill.textContent = state.over ? `${SIGNS[state.over]} ${words(state.over)}` : "● running";
  document.title = `${state.over ? SIGNS[state.over] : "●"} Golden Path: ${state.agent.name}`;
  progress(state);
  const users = state.users;
  const speed = state.trend.length && !state.over ? state.trend[state.trend.length - 1][2] : 0;
  by("tiles").replaceChildren(
    tile(number(users.connected), "customers connected"),
    tile(number(users.waiting), "questions under way"),
    tile(number(users.answered), "answered"),
    tile(number(users.trouble), "not answered", users.trouble ? "not_met" : ""),
    tile(number(state.events), `events, ${number(speed)} a second`),
    tile(state.lag === null ? "–" : `${(1000 * state.lag).toFixed(1)} ms`, "greatest harness lag"),
  );
  spread("first", state.first);
  spread("done", state.done);
  const speeds = state.trend.map((point) => point[2]);
  const peak = speeds.length ? Math.max(...speeds) : 0;
  const crowd = state.trend.length ? Math.max(...state.trend.map((point) => point[1])) : 0;
  const told = `at most ${number(peak)} events a second, with ${number(crowd)} customers at once`;
  by("trend-words").textContent = told;
  curve("trend-chart", told, speeds, { left: "earlier", right: "now" });
  const worth = state.worth.values, limit = state.worth.limit;
  const value = worth.length
    ? `latest ${worth[worth.length - 1]} %, lowest ${Math.min(...worth)} %, of ${worth.length}`
    : "none judged yet";
  by("worth-words").textContent = limit ? `${value}, limit: ${limit.words}` : value;
  curve("worth-chart", value, worth, {
    top: 100, left: "first", right: "latest",
    ...(limit ? { limit: limit.enforced, words: `limit ${limit.enforced} %` } : {}),
  });
  failures(state);
  scenarios(state);
  clock();
}

let pause = 500;

function connect() {
  const stream = new WebSocket(`ws://${location.host}/stream${location.search}`);
  stream.onmessage = (message) => {
    pause = 500;
    show(JSON.parse(message.data));
  };
  stream.onclose = () => {
    if (latest && latest.over) {
      by("state").textContent += ", over";
      return;
    }
    by("state").textContent = "○ no connection";
    setTimeout(connect, pause);
    pause = Math.min(10000, pause * 2);
  };
}

connect();
setInterval(clock, 1000);
addEventListener("resize", () => latest && show(latest));
