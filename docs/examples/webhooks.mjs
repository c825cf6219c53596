// A receiver of webhooks in one file, without packages. Node 20 or newer:
//   WEBHOOK_SECRET=whsec_… node docs/examples/webhooks.mjs
// Give http://127.0.0.1:3100/ as the address; docs/webhooks.md says which hosts may be without TLS.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const port = process.env.PORT ?? 3100;
const secret = Buffer.from((process.env.WEBHOOK_SECRET ?? "").replace(/^whsec_/, ""), "base64");
if (secret.length === 0) throw new Error("WEBHOOK_SECRET is missing: the admin shows it once");

const OLDEST_SECONDS = 300;
// A real receiver keeps these where they outlive a restart, or does only what may be done twice.
const done = new Set();

// Standard Webhooks: signed is what came, byte by byte, not what JSON.parse makes of it.
function isSigned(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (!id || !signatures || !(Math.abs(Date.now() / 1000 - Number(timestamp)) < OLDEST_SECONDS)) return false;
  const expected = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest();
  // Several while a secret is being replaced: one of them is enough.
  return signatures.split(" ").some((one) => {
    const [version, signature = ""] = one.split(",");
    const given = Buffer.from(signature, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end("The signature is not right.");

  const id = request.headers["webhook-id"];
  if (!done.has(id)) {
    done.add(id);
    const { type, data } = JSON.parse(body);
    // Here a frontend drops what it keeps: revalidatePath(data.path), or revalidateTag(tag) for each of data.tags.
    console.log(type, data.path ?? data.type ?? "", data.tags.join(","));
  }
  // At once: what takes longer than ten seconds counts as a failure.
  response.writeHead(204).end();
});

server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
