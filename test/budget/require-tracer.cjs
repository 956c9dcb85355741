// Preloaded into the built hook: notes each module that it asks for, in the file that TRACE_FILE names.
const fs = require('node:fs');
const Module = require('node:module');

const { _load: load } = Module;
const file = process.env.TRACE_FILE;

Module._load = function traced(request, parent, isMain) {
  if (!isMain) fs.appendFileSync(file, `${request}\n`);
  return load.call(this, request, parent, isMain);
};
