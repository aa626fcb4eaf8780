// The appointment of docs/guides/guests.md, with the code that the guide shows. GuestsPageTest says what happens next.
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { load } from "./examples.mjs";

const [endpoint, bearerToken] = process.argv.slice(2);
const { Clinician } = await load("clinician");
const { openJoinPage } = await load("join-page");

const clinician = new Clinician(endpoint, { bearerToken: async () => bearerToken, ended() {} });
const appointment = { id: "appointment-7", threadId: "19:chat@thread.v2", endsOn: new Date(Date.now() + 3_600_000) };
const invitation = await clinician.invite(appointment);
globalThis.location = new URL(clinician.linkFor(invitation));

// Stands in for the chat, which the emulator does not have.
const chat = {
  addParticipants: async ({ participants }) => console.log("admitted", participants.length, participants[0].id.communicationUserId),
};

globalThis.addEventListener = () => {};
let tab;

/** Opens the link in a tab, or loads the page in it again. */
function open({ storage = new Map() }) {
  globalThis.sessionStorage = { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) };
  const opened = { storage, button: { onclick: null } };
  openJoinPage(endpoint, {
    button: opened.button,
    start(tokens) {
      opened.tokens = tokens;
      console.log("joined", tokens.reference, tokens.communicationUserId);
    },
    tell: (text) => console.log("told", text),
  });
  tab = opened;
}

const steps = {
  open: () => open({}),
  click: () => tab.button.onclick(),
  reload() {
    tab.tokens.close();
    open(tab);
  },
  async forward() {
    const patient = tab;
    open({});
    await tab.button.onclick();
    tab = patient;
  },
  admit: () => clinician.admit(invitation, chat),
  end: async () => console.log("ended", await clinician.end(invitation)),
};

console.log("invited", location.href);
for await (const step of createInterface({ input: process.stdin })) {
  await steps[step]();
  if (step === "open") console.log("opened");
  if (step === "end") break;
}
process.stdin.destroy();
// The tokens live for seconds here, so the credential soon asks for another one, and is refused.
while (await tab.tokens.credential.getToken().then(() => true, () => false)) await pause(50);
