// What the TypeScript compiler says about a frontend, at its strictest.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const options = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};

/** A function that fails when the compiler has something to say about the file; the program is made once. */
export function compiled(...files) {
  const program = ts.createProgram(files.map((file) => fileURLToPath(file)), options);
  return (file) => {
    const source = program.getSourceFile(fileURLToPath(file));
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const told = problems.map(({ messageText, start }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    assert.deepEqual(told, []);
  };
}
