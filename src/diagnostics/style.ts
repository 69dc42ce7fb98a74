type Paint = (text: string) => string;

/** How text is dressed for where it goes. Colour is decided once, by the program; everything here only applies it. */
export interface Style {
  readonly error: Paint;
  readonly warning: Paint;
  readonly note: Paint;
  readonly good: Paint;
  readonly strong: Paint;
  readonly dim: Paint;
  /** Only signs that every terminal has. */
  readonly ascii: boolean;
  /** Columns of the terminal; longer source lines are cut around their span. */
  readonly width: number;
}

const bare: Paint = (text) => text;

/** No colour, all signs, 100 columns: files, pipes and tests. */
export const plainStyle: Style = {
  error: bare,
  warning: bare,
  note: bare,
  good: bare,
  strong: bare,
  dim: bare,
  ascii: false,
  width: 100,
};
