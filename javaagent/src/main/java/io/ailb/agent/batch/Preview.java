package io.ailb.agent.batch;

import io.ailb.client.ChatRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a batch would ask for; nobody is asked, and nothing is written. */
public final class Preview {
  private Preview() {}

  /**
   * Reads the input, without what an earlier run has done if this one is to go on with it.
   *
   * @param each hears of each item; null = one that cannot be asked
   * @throws Refusal if the batch could not begin
   */
  public static void of(Settings settings, Consumer<@Nullable ChatRequest> each) throws Refusal {
    Input input = Input.of(settings.in(), settings.template(), settings.model());
    IdTable table = new IdTable();
    try {
      Path out = Path.of(settings.out());
      if (settings.resume() && Files.isRegularFile(out)) {
        Earlier.read(out, table);
      }
      try (Intake intake = new Intake(input.open(), table, settings.resume())) {
        for (Item item = intake.next(); item != null; item = intake.next()) {
          each.accept(item.problem() == null ? request(item) : null);
        }
      }
    } catch (IOException e) {
      throw new Refusal("%s cannot be read: %s".formatted(input, e.getMessage()));
    }
  }

  private static @Nullable ChatRequest request(Item item) {
    try {
      return item.request().get();
    } catch (RuntimeException e) { // it will fail for the same reason
      return null;
    }
  }
}
