/** Declared types of whole numbers: the engine rounds 1.5 to one of them without a word. */
export const wholeNumber =
  /^u?(?:tiny|small|big|huge)?int(?:eger)?[1248]?$|^(?:u?int(?:8|16|32|64|128)|long|short|signed)$/i;
