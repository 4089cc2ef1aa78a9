import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE_MB = 1024;

/** A file system of its own for PostgreSQL's folder, small enough to be filled. Needs root, on Linux. */
export class SmallDisk {
  #ballast;

  /** Undefined, with the reason told, where no file system can be mounted. */
  static mountedAt(folder, note) {
    mkdirSync(folder, { recursive: true });
    const { status, stderr, error } = process.getuid?.() === 0 ? spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=0711`, 'tmpfs', folder], { encoding: 'utf8' }) : { status: 1, stderr: 'not root' };
    if (status === 0) return new SmallDisk(folder);
    note(`no small file system can be mounted here (${error?.message ?? stderr.trim()}): the disk does not become full in this run`);
    return undefined;
  }

  constructor(folder) {
    this.folder = folder;
    this.#ballast = join(folder, 'ballast');
  }

  /** Not a block is left. */
  fill() {
    const file = openSync(this.#ballast, 'a', 0o600);
    try {
      for (const size of [4 << 20, 1 << 16, 1 << 12]) {
        const block = Buffer.alloc(size);
        for (let room = true; room; ) room = wrote(file, block);
      }
    } finally {
      closeSync(file);
    }
  }

  /** What took the room is gone. */
  free() {
    rmSync(this.#ballast, { force: true });
  }

  get freeBytes() {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  unmount() {
    spawnSync('umount', ['-l', this.folder]);
  }
}

function wrote(file, block) {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
    return false;
  }
}

/** The way to a folder is open to the server's own user, as PostgreSQL refuses to run as root. */
export const letThrough = (folder) => chmodSync(folder, 0o711);
