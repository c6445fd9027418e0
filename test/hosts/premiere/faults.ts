// What real Premieres were reported to do wrong, as switches of the simulated one.
export type Faults = {
  /** Overwrite and insert report success and place nothing. */ placesNothing: boolean;
  /** Milliseconds by which an imported item appears after the import was reported done; null never appears. */ importLateMs: number | null;
  /** Importing answers false. */ importRefused: boolean;
  /** A clip moved over another of its source is no longer listed. */ movedVanishes: boolean;
  /** What is placed lacks its last frame. */ offByOne: boolean;
  /** Setting a value of an effect does nothing and says nothing. */ paramsStay: boolean;
  /** An insert moves what lies on every track, whatever it is told. */ insertShiftsAll: boolean;
  /** The project panel shows no columns, so none are told. */ hidesColumns: boolean;
  /** Names of calls that never answer, such as `getSelection`. */ silent: Set<string>;
  /** Names of calls that are rejected. */ refuses: Set<string>;
};
export const noFaults = (): Faults => ({ placesNothing: false, importLateMs: 0, importRefused: false, movedVanishes: false, offByOne: false, paramsStay: false, insertShiftsAll: false, hidesColumns: false, silent: new Set(), refuses: new Set() });
