// Keeps the page of the flow current: every two seconds it asks for the counts, and for the articles when there are more.
"use strict";

const EVERY_MS = 2000;
const OUTCOMES = ["passed", "dropped", "retried", "rejected"];
const RATE_POLLS = 15;
const whole = new Intl.NumberFormat("en-US");
const history = [];
const CONDITION_EVERY = 5;
let stored = -1, looks = 0;

const all = (selector, root = document) => root.querySelectorAll(selector);
const handled = (stage) => OUTCOMES.reduce((sum, outcome) => sum + stage[outcome], 0);

function write(element, text) {
  if (!element || element.textContent === text) return;
  element.textContent = text;
  element.classList.remove("moved");
  void element.offsetWidth; // Restarts the animation.
  element.classList.add("moved");
}

function age(seconds) {
  if (seconds === null) return "";
  for (const [unit, size] of [["d", 86400], ["h", 3600], ["min", 60]]) {
    if (seconds >= size) return `${Math.round(seconds / size)} ${unit}`;
  }
  return `${Math.round(seconds)} s`;
}

function perMinute(name) {
  if (history.length < 2) return "";
  const first = history[0], last = history[history.length - 1];
  const minutes = (last.at - first.at) / 60000;
  const records = last.handled[name] - first.handled[name];
  return minutes > 0 && records > 0 ? ` · ${whole.format(Math.round(records / minutes))}/min` : "";
}

function showStage(stage) {
  const card = document.querySelector(`[data-stage="${CSS.escape(stage.name)}"]`);
  if (!card) return;
  const field = (name) => card.querySelector(`[data-field="${name}"]`);
  for (const name of [...OUTCOMES, "lag"]) write(field(name), whole.format(stage[name]));
  const plain = { ms: `${stage.ms_per_record.toFixed(1)} ms`, oldest: age(stage.oldest_s), rate: perMinute(stage.name) };
  for (const [name, text] of Object.entries(plain)) {
    if (field(name)) field(name).textContent = text;
  }
  const total = handled(stage) || 1;
  for (const share of all("[data-share]", card)) share.style.flexGrow = stage[share.dataset.share] / total;
  for (const name of OUTCOMES.slice(1)) field(name)?.parentElement.classList.toggle("nil", stage[name] === 0);
  card.classList.toggle("is-behind", stage.oldest_s !== null && stage.oldest_s > 60);
}

function showReasons(rows) {
  const cell = (text, name) => {
    const td = document.createElement("td");
    if (name) td.className = name;
    td.append(text);
    return td;
  };
  const lines = rows.map((row) => {
    const tr = document.createElement("tr");
    const reason = document.createElement("code"), dot = document.createElement("span");
    reason.textContent = row.reason;
    dot.className = `dot ${row.outcome}`;
    const why = cell(dot);
    why.append(reason);
    tr.append(cell(row.stage), why, cell(whole.format(row.records), "num"));
    return tr;
  });
  if (lines.length) document.getElementById("reasons").replaceChildren(...lines);
}

function tag(text, kind) {
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = text;
  return span;
}

function item(row) {
  const made = document.getElementById("item").content.cloneNode(true);
  const link = made.querySelector("a"), meta = made.querySelector(".meta"), time = document.createElement("time");
  link.textContent = row.title;
  link.href = `/articles/${encodeURIComponent(row.id)}`;
  const at = new Date(row.published_at || row.fetched_at);
  const jakarta = new Date(at.getTime() + 7 * 3600000).toISOString();
  time.dateTime = at.toISOString();
  time.textContent = `${jakarta.slice(0, 10)} ${jakarta.slice(11, 16)} WIB`;
  meta.append(tag(row.publisher || row.source, "source"), " ", time);
  if (!row.published_at) meta.append(" ", tag("no date found", "tag quiet"));
  if (row.revision > 1) meta.append(" ", tag(`revision ${row.revision} · ${row.change}`, "tag"));
  for (const flag of row.flags) meta.append(" ", tag(flag, "tag warn"));
  for (const [watch, score] of Object.entries(row.watches)) meta.append(" ", tag(`${watch} ${score.toFixed(1)}`, "tag quiet"));
  const lead = made.querySelector(".lead");
  lead.textContent = row.lead.length > 220 ? `${row.lead.slice(0, 217)}…` : row.lead;
  return made;
}

async function read(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
}

async function showLatest() {
  const page = await read("/v1/articles?limit=12");
  if (page.items.length) document.querySelector("[data-latest]").replaceChildren(...page.items.map(item));
}

async function showCondition() {
  const condition = await read("/v1/health");
  const line = document.querySelector("[data-condition]");
  line.textContent = condition.sentence;
  line.className = `condition is-${condition.is_green ? "green" : "red"}`;
  document.querySelector("[data-outlets]").textContent = condition.outlets;
}

async function show() {
  const flow = await read("/v1/flow");
  history.push({ at: Date.parse(flow.at), handled: Object.fromEntries(flow.stages.map((s) => [s.name, handled(s)])) });
  if (history.length > RATE_POLLS) history.shift();
  flow.stages.forEach(showStage);
  const ends = Object.fromEntries(flow.topics.map((topic) => [topic.name, topic.messages]));
  for (const element of all("[data-topic]")) write(element, whole.format(ends[element.dataset.topic] || 0));
  write(document.querySelector('[data-figure="articles"]'), whole.format(flow.articles));
  write(document.querySelector('[data-figure="unread"]'), whole.format(flow.stages.reduce((sum, s) => sum + s.lag, 0)));
  showReasons(flow.not_passed);
  if (flow.articles !== stored && stored !== -1) await showLatest();
  stored = flow.articles;
  if (looks++ % CONDITION_EVERY === 0) await showCondition();
}

async function keepShowing() {
  const state = document.querySelector("[data-state]");
  try {
    await show();
    state.textContent = "live · counted over the last 24 hours";
    state.classList.remove("is-lost");
  } catch (error) {
    state.textContent = `no answer from Warta: ${error.message}`;
    state.classList.add("is-lost");
  }
  setTimeout(keepShowing, EVERY_MS);
}

keepShowing();
