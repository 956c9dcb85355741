import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { TempHome } from '../helpers/temp-home.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
export const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** A project that has the packed package, and of its dependencies only what the library needs; returns its folder. */
export function createPackedProject(home: TempHome): string {
  const project = path.join(home.root, 'project');
  const place = path.join(project, 'node_modules', 'mpm-hook');
  fs.mkdirSync(place, { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules', 'ws'), path.join(project, 'node_modules', 'ws'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', home.root], { cwd: ROOT });
  execFileSync('tar', ['-xzf', path.join(home.root, `mpm-hook-${version}.tgz`), '--strip-components=1', '-C', place]);
  return project;
}
