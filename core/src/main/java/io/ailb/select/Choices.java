package io.ailb.select;

/**
 * How many endpoints of a tier are looked at for one choice.
 *
 * @param number that many, drawn at random; {@link #ALL} = all; negative = {@link #AUTO}
 */
public record Choices(int number) {
  /** All of a small tier, a few of a large one. */
  public static final Choices AUTO = new Choices(-1);

  /** All, however many there are. */
  public static final int ALL = 0;

  /** To look at more than so many takes longer than all else (selection, section 3). */
  private static final int SMALL = 16;

  /** The better of two does almost as well as the best of all, and does not herd. */
  private static final int FEW = 2;

  /** How many of {@code size} are looked at. */
  int of(int size) {
    if (number == ALL || (number < 0 && size <= SMALL)) {
      return size;
    }
    return Math.min(size, number < 0 ? FEW : number);
  }
}
