// Exit status 0 when node_modules is what package-lock.json says. CommonJS, because an old Node may have to run it
// before the right one is there.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

function readPackages(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
}

function isCurrent() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === '') return true;
    const found = installed[place];
    return found === undefined ? optional === true : found.version === version;
  });
}

try {
  process.exitCode = isCurrent() ? 0 : 1;
} catch {
  process.exitCode = 1; // nothing installed yet, or not by npm
}
