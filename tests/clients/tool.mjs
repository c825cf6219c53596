// Runs the command-line tools that come with the clients.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const tools = new URL("node_modules/.bin/", import.meta.url);

/** What the tool of this name prints when it is run in the directory; fails when the tool does. */
export async function run(name, words, directory) {
  const program = fileURLToPath(new URL(name, tools));
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], { cwd: fileURLToPath(directory) });
  return stdout;
}
