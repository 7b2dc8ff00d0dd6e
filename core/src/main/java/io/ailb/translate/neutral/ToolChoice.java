package io.ailb.translate.neutral;

import java.util.List;

/** Which tools the model may or must call. */
public sealed interface ToolChoice {
  /** As it likes. */
  record Auto() implements ToolChoice {}

  /** None. */
  record None() implements ToolChoice {}

  /** At least one of them. */
  record Required() implements ToolChoice {}

  /** This one. */
  record One(String name) implements ToolChoice {}

  /** Some of them, as it likes or at least one. */
  record Subset(List<String> names, boolean required) implements ToolChoice {
    public Subset {
      names = List.copyOf(names);
    }
  }

  ToolChoice AUTO = new Auto();
  ToolChoice NONE = new None();
  ToolChoice REQUIRED = new Required();
}
