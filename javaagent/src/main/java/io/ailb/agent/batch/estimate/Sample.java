package io.ailb.agent.batch.estimate;

import io.ailb.agent.trial.Question;
import io.ailb.client.ChatRequest;
import io.ailb.model.AiCall;
import io.ailb.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The items of an input, or a fair choice of them where there are many: each is in it with the same
 * chance. For one thread.
 */
public final class Sample {
  /** More tell nothing more. */
  private static final int MOST = 50_000;

  private final int outputTokens;
  private final int most;
  private final List<Question> chosen = new ArrayList<>();
  private final Random random = new Random(1);
  private long items;
  private long bad;
  private long unbounded;

  /**
   * Empty.
   *
   * @param outputTokens expected of an answer, or what its request allows where that is less
   */
  public Sample(int outputTokens) {
    this(outputTokens, MOST);
  }

  Sample(int outputTokens, int most) {
    this.outputTokens = outputTokens;
    this.most = most;
  }

  /**
   * An item.
   *
   * @param request null = it cannot be asked at all
   */
  public void add(@Nullable ChatRequest request) {
    AiCall call = request == null ? null : Look.at(request);
    if (call == null) {
      bad++;
    } else {
      add(call);
    }
  }

  void add(AiCall call) {
    if (call.maxOutput() < 0 && call.operation().kind() == Operation.Kind.GENERATE) {
      unbounded++;
    }
    int output =
        call.maxOutput() < 0 ? outputTokens : (int) Math.min(outputTokens, call.maxOutput());
    Question question =
        new Question(
            call.operation(),
            call.model() == null ? "" : call.model(),
            (int) Math.min(Integer.MAX_VALUE / 8, Math.max(1, call.estimatedInput())),
            Math.max(1, output) * call.choices(),
            call.maxOutput());
    items++;
    if (chosen.size() < most) {
      chosen.add(question);
    } else {
      long place = (long) (random.nextDouble() * items);
      if (place < most) {
        chosen.set((int) place, question);
      }
    }
  }

  /** Items that cannot be asked. */
  long items() {
    return items;
  }

  long bad() {
    return bad;
  }

  /** How many do not say how long an answer may be. */
  long unbounded() {
    return unbounded;
  }

  List<Question> chosen() {
    return chosen;
  }
}
