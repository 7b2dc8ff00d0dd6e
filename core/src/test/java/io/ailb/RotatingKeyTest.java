package io.ailb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Secret;
import io.ailb.observe.Redactor;
import io.ailb.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RotatingKeyTest {
  private final ManualTime time = new ManualTime();
  private final Redactor redactor = new Redactor();

  /** Chores that wait to be done. */
  private final Deque<Runnable> chores = new ArrayDeque<>();

  private int asked;
  private Supplier<String> answer = () -> "key-" + asked;
  private final RotatingKey key =
      new RotatingKey(
          () -> {
            asked++;
            return answer.get();
          },
          chores::add,
          time,
          time,
          redactor);

  private void doChores() {
    while (!chores.isEmpty()) {
      chores.poll().run();
    }
  }

  private String current() {
    Secret current = key.current();
    return current == null ? null : current.reveal();
  }

  @Test
  void theSupplierIsAskedAsideAndThereIsNoKeyUntilItAnswers() {
    assertThat(current()).isNull();
    assertThat(asked).isZero();
    doChores();
    assertThat(current()).isEqualTo("key-1");
  }

  @Test
  void itIsAskedAgainOnceTheKeyIsAMinuteOldAndInUseAndTheOldOneServesMeanwhile() {
    doChores();
    time.pass(Duration.ofMinutes(1));
    assertThat(current()).isEqualTo("key-1");
    assertThat(chores).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(current()).isEqualTo("key-1");
    assertThat(current()).isEqualTo("key-1");
    assertThat(chores).hasSize(1);
    doChores();
    assertThat(current()).isEqualTo("key-2");
  }

  @Test
  void aKeyThatNobodyUsesIsNotAskedFor() {
    doChores();
    time.pass(Duration.ofHours(5));
    assertThat(chores).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void afterARefusalItIsAskedAtOnceAndTheRefusedKeyServesNoMore() {
    List<Boolean> heard = new ArrayList<>();
    key.onAnswer(heard::add);
    doChores();
    heard.clear();
    assertThat(key.refused(Secret.of("key-1"))).isTrue();
    assertThat(current()).isNull();
    doChores();
    assertThat(current()).isEqualTo("key-2");
    assertThat(heard).containsExactly(true);
  }

  @Test
  void theSameKeyAgainIsSaidToBeTheSame() {
    List<Boolean> heard = new ArrayList<>();
    answer = () -> "always";
    doChores();
    key.onAnswer(heard::add);
    key.refused(Secret.of("always"));
    doChores();
    assertThat(heard).containsExactly(false);
    assertThat(current()).isEqualTo("always");
  }

  @Test
  void aLateRefusalOfAnOlderKeyTakesNothingAway() {
    doChores();
    time.pass(Duration.ofSeconds(61));
    key.current();
    doChores();
    key.refused(Secret.of("key-1"));
    assertThat(current()).isEqualTo("key-2");
  }

  @Test
  void aFailureIsTriedAgainAfterTenSecondsAndItsWordsAreNotLogged() {
    answer =
        () -> {
          throw new IllegalStateException("vault said: key-secret");
        };
    try (CapturedLog log = CapturedLog.open()) {
      doChores();
      assertThat(log.lines())
          .containsExactly(
              "WARN the supplier of a key failed with java.lang.IllegalStateException; asked again in 10 s");
    }
    assertThat(current()).isNull();
    answer = () -> "late";
    time.pass(Duration.ofSeconds(9));
    assertThat(chores).isEmpty();
    time.pass(Duration.ofSeconds(1));
    doChores();
    assertThat(current()).isEqualTo("late");
  }

  @Test
  void aNewlineAtTheEndIsNotTheKeys() {
    answer = () -> "sk-from-a-file\n";
    doChores();
    assertThat(current()).isEqualTo("sk-from-a-file");
  }

  @Test
  void whatIsNoKeyIsTold() {
    answer = () -> " ";
    try (CapturedLog log = CapturedLog.open()) {
      doChores();
      assertThat(log.lines())
          .containsExactly(
              "WARN the supplier of a key returned an empty text; asked again in 10 s");
    }
  }

  @Test
  void afterItsBalancerWasClosedItsSourceIsNotAskedAgain() {
    answer = () -> null;
    doChores();
    key.close();
    time.pass(Duration.ofMinutes(5));
    doChores();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void nothingAndAnErrorAreFailuresToo() {
    answer = () -> null;
    doChores();
    answer =
        () -> {
          throw new NoClassDefFoundError("vault/Client");
        };
    time.pass(Duration.ofSeconds(10));
    doChores();
    answer = () -> "late";
    time.pass(Duration.ofSeconds(10));
    doChores();
    assertThat(current()).isEqualTo("late");
  }

  @Test
  void aFailureKeepsTheKeyThatServed() {
    doChores();
    answer =
        () -> {
          throw new IllegalStateException();
        };
    time.pass(Duration.ofSeconds(61));
    key.current();
    doChores();
    assertThat(current()).isEqualTo("key-1");
  }

  @Test
  void everyKeyIsKnownForRedactionAndNoneIsPrinted() {
    answer = () -> "sk-rotated-0123456789";
    doChores();
    assertThat(redactor.isExposed("x sk-rotated-0123456789 x".getBytes(StandardCharsets.US_ASCII)))
        .isTrue();
    assertThat(key.toString()).doesNotContain("rotated");
  }
}
