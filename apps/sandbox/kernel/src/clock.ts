/** How a vendor's clock stands against the machine's: moved by an offset, or standing still. */
export type ClockSetting = { offset_ms: number } | { frozen_at: string };

/**
 * A vendor's virtual clock. It runs at the speed of the machine's clock (read monotonically, so a correction of the
 * machine's time never moves it backward) until it is set, moved on or frozen through the control API.
 */
export class VirtualClock {
  private readonly startedWall = Date.now();
  private readonly startedTicks = performance.now();
  private setting: ClockSetting = { offset_ms: 0 };

  now(): Date {
    return new Date(this.millis());
  }

  /** Makes the clock show this instant; it runs on from there unless it is to stand still. */
  set(now: Date, frozen: boolean): ClockSetting {
    this.setting = frozen ? { frozen_at: now.toISOString() } : { offset_ms: now.getTime() - this.machine() };
    return this.setting;
  }

  advance(ms: number): ClockSetting {
    return this.set(new Date(this.millis() + ms), 'frozen_at' in this.setting);
  }

  /** Takes up a setting recorded by an earlier process. */
  restore(setting: unknown): void {
    const known = setting as Partial<Record<'offset_ms' | 'frozen_at', unknown>> | undefined;
    if (typeof known?.offset_ms === 'number') this.setting = { offset_ms: known.offset_ms };
    else if (typeof known?.frozen_at === 'string') this.setting = { frozen_at: known.frozen_at };
    else this.setting = { offset_ms: 0 };
  }

  describe(): { now: string; frozen: boolean } {
    return { now: this.now().toISOString(), frozen: 'frozen_at' in this.setting };
  }

  private millis(): number {
    return 'frozen_at' in this.setting ? Date.parse(this.setting.frozen_at) : Math.floor(this.machine() + this.setting.offset_ms);
  }

  private machine(): number {
    return this.startedWall + (performance.now() - this.startedTicks);
  }
}
