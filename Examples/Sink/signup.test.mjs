// An app that sends mail, tried against fanmail's sink. Only Node's own modules are needed (Node 20 or later):
//
//     node --test signup.test.mjs        (FANMAIL=/path/to/fanmail where it is not in the PATH)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";

/** The app. Yours has nodemailer: createTransport({ host, port }).sendMail({ … }). */
async function signUp(address, { host, port }) {
  const socket = connect(port, host);
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const expectReply = async (code) => {
    for (;;) {
      const { value, done } = await replies.next();
      if (done) throw new Error("the server has closed the connection");
      if (value[3] === "-") continue;
      if (!value.startsWith(code)) throw new Error(value);
      return;
    }
  };
  const say = (text) => socket.write(text + "\r\n");
  try {
    await expectReply("220");
    for (const [command, code] of [
      ["EHLO app.example", "250"],
      ["MAIL FROM:<ada@lists.example>", "250"],
      [`RCPT TO:<${address}>`, "250"],
      ["DATA", "354"],
      [
        `From: Ada <ada@lists.example>\r\nTo: ${address}\r\nSubject: Welcome\r\n\r\n` +
          "Confirm: https://lists.example/confirm?t=1\r\n.",
        "250",
      ],
    ]) {
      say(command);
      await expectReply(code);
    }
    say("QUIT");
  } finally {
    socket.end();
  }
}

let folder, sink, smtp, web;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sink-"));
  const ready = join(folder, "ready.json");
  sink = spawn(
    process.env.FANMAIL ?? "fanmail",
    ["sink", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--ready-file", ready],
    { stdio: "ignore" },
  );
  let failure;
  sink.on("error", (error) => (failure = error));
  // The file is there, whole, once it listens.
  for (;;) {
    if (failure || sink.exitCode !== null) throw failure ?? new Error(`the sink has ended: ${sink.exitCode}`);
    try {
      ({ smtp, web } = JSON.parse(await readFile(ready, "utf8")));
      break;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
});

after(async () => {
  if (sink.exitCode === null) {
    const ended = new Promise((resolve) => sink.on("exit", resolve));
    sink.kill();
    await ended;
  }
  await rm(folder, { recursive: true });
});

async function call(method, path, query = {}, body = undefined) {
  const answer = await fetch(`${web.url}${path}?${new URLSearchParams(query)}`, { method, body });
  return { status: answer.status, json: await answer.json() };
}

beforeEach(async () => {
  await call("DELETE", "api/v1/messages");
  await call("DELETE", "api/v1/faults");
});

test("a new subscriber is welcomed", async () => {
  await signUp("ken@example.org", smtp);
  // The first message that is meant, as soon as it is there; what came before counts.
  const { json: message } = await call("GET", "api/v1/wait", { to: "ken@example.org", timeout: "10s" });
  assert.equal(message.Subject, "Welcome");
  assert.deepEqual(message.Links.map((link) => link.URL), ["https://lists.example/confirm?t=1"]);
  assert.equal(message.Envelope.ReversePath, "ada@lists.example");
});

test("who is refused is told so", async () => {
  const faults = { fault: [{ recipient: "gone@*", reply: "550 5.1.1 no such user" }] };
  assert.equal((await call("PUT", "api/v1/faults", {}, JSON.stringify(faults))).status, 200);
  await assert.rejects(signUp("gone@example.org", smtp), /^Error: 550 5\.1\.1 /);
});

test("nobody else gets mail", async () => {
  assert.equal((await call("GET", "api/v1/wait", { to: "ken@example.org", timeout: "10ms" })).status, 404);
});
