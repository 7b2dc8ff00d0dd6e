package io.ailb.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private final Listeners listeners = new Listeners();
  private final List<TakenOver> heard = new ArrayList<>();

  @Test
  void aListenerThatFailsKeepsNothingFromTheOthersOrFromTheCall() {
    for (Throwable failure :
        List.of(
            new IllegalStateException(),
            new AssertionError(),
            new NoClassDefFoundError("metrics/Registry"))) {
      listeners.add(
          new Listener() {
            @Override
            public void takenOver(TakenOver event) {
              sneak(failure);
            }
          });
    }
    listeners.add(
        new Listener() {
          @Override
          public void takenOver(TakenOver event) {
            heard.add(event);
          }
        });
    TakenOver event = new TakenOver("1", "default");

    listeners.takenOver(event);

    assertThat(heard).containsExactly(event);
  }

  @SuppressWarnings("unchecked") // so that it can be thrown anywhere
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void nobodyIsNoListener() {
    assertThatThrownBy(() -> listeners.add(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("listener");
  }
}
