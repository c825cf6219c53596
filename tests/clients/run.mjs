// Runs the checks of one client: node run.mjs http://127.0.0.1:8000/graphql/ apollo

import { report } from "./check.mjs";

await import(`./checks/${process.argv[3]}.mjs`);
await report();
