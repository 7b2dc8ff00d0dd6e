package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think, and the bound of its answer, which a budget of thinking is part
 * of (translation, sections 3.3 and 3.8).
 *
 * @param kind null = nothing is said
 * @param budget of meaning where enabled
 * @param effort null = not said
 * @param visible whether its text is asked for
 */
record Thinking(
    @Nullable Kind kind, long budget, @Nullable Effort effort, boolean visible, long maxTokens) {
  private static final String FIELD = "reasoning_effort";
  private static final long DEFAULT_MAX_TOKENS = 8192;
  private static final long LEAST_BUDGET = 1024;

  /** What must be left of the bound for the answer itself. */
  private static final long FOR_THE_ANSWER = 1024;

  /** What {@code thinking.type} says. */
  enum Kind {
    ADAPTIVE,
    ENABLED,
    DISABLED
  }

  static Thinking of(ChatRequest request, Target target) {
    if (!isWished(request, target)) {
      return silent(request, target, null, null);
    }
    ReasoningWish wish = request.reasoning();
    boolean visible = isVisible(wish);
    if (target.capabilities().reasoning() == ReasoningStyle.EFFORT) {
      return adaptive(request, target, visible);
    }
    return enabled(request, target, visible);
  }

  /** Whether there is something to write, and it can be written. */
  private static boolean isWished(ChatRequest request, Target target) {
    ReasoningWish wish = request.reasoning();
    boolean wantsThought =
        wish.budget() != null || (wish.effort() != null && wish.effort() != Effort.NONE);
    boolean wantsNone = wish.effort() == Effort.NONE;
    if (wantsThought && !target.requiresOrDrops(Feature.REASONING, FIELD)) {
      return false;
    }
    boolean can =
        target.has(Feature.REASONING) && target.capabilities().reasoning() != ReasoningStyle.NONE;
    if (!wantsThought && !wantsNone) {
      return can && wish.visible() != null && !isForced(request);
    }
    if (wantsThought && (!can || isForced(request))) {
      // Anthropic takes no forced call beside thinking: the call is what the caller relies on.
      target.drops(FIELD);
      return false;
    }
    return can;
  }

  private static boolean isForced(ChatRequest request) {
    ToolChoice choice = request.tools().isEmpty() ? null : request.toolChoice();
    return choice instanceof ToolChoice.Required
        || choice instanceof ToolChoice.One
        || (choice instanceof ToolChoice.Subset subset && subset.required());
  }

  private static boolean isVisible(ReasoningWish wish) {
    return wish.visible() != null ? wish.visible() : wish.summary() != null;
  }

  private static Thinking adaptive(ChatRequest request, Target target, boolean visible) {
    ReasoningWish wish = request.reasoning();
    Effort effort = wish.effort();
    if (effort == Effort.NONE) {
      return target.has(Feature.REASONING_OFF)
          ? silent(request, target, Kind.DISABLED, null)
          : silent(request, target, null, Effort.LOW);
    }
    if (effort == null && wish.budget() != null) {
      effort = Effort.ofBudget(wish.budget());
    }
    return new Thinking(Kind.ADAPTIVE, 0, effort, visible, bound(request, target));
  }

  private static Thinking silent(
      ChatRequest request, Target target, @Nullable Kind kind, @Nullable Effort effort) {
    return new Thinking(kind, 0, effort, false, bound(request, target));
  }

  private static Thinking enabled(ChatRequest request, Target target, boolean visible) {
    ReasoningWish wish = request.reasoning();
    Long wanted = wish.budget();
    if (wanted == null && wish.effort() != null && wish.effort() != Effort.NONE) {
      wanted = Efforts.budget(wish.effort());
    }
    if (wanted == null) {
      return silent(request, target, null, null);
    }
    if (isBegunWithoutThoughts(request)) {
      target.drops(FIELD);
      return silent(request, target, null, null);
    }
    return within(request, target, Math.max(wanted, LEAST_BUDGET), visible);
  }

  /** Makes room: within a bound that the caller named, if that is large enough, else beside it. */
  private static Thinking within(ChatRequest request, Target target, long wanted, boolean visible) {
    long bound = bound(request, target);
    if (isNamed(request) && request.reasoning().budget() != null && wanted < bound) {
      return new Thinking(Kind.ENABLED, wanted, null, visible, bound);
    }
    long raised =
        isNamed(request) ? Math.max(bound, LEAST_BUDGET + FOR_THE_ANSWER) : bound + wanted;
    long most = target.maxOutput() == null ? raised : Math.min(raised, target.maxOutput());
    long budget = Math.min(wanted, most - FOR_THE_ANSWER);
    if (budget < LEAST_BUDGET) {
      target.drops(FIELD);
      return silent(request, target, null, null);
    }
    return new Thinking(Kind.ENABLED, budget, null, visible, most);
  }

  private static long bound(ChatRequest request, Target target) {
    Long named = request.maxOutputTokens();
    long bound;
    if (named != null && named > 0) {
      bound = named;
    } else if (target.defaultMaxTokens() != null) {
      bound = target.defaultMaxTokens();
    } else {
      bound = target.maxOutput() == null ? DEFAULT_MAX_TOKENS : target.maxOutput();
    }
    return target.maxOutput() == null ? bound : Math.min(bound, target.maxOutput());
  }

  /** A bound of nothing would only warm the cache. */
  private static boolean isNamed(ChatRequest request) {
    Long named = request.maxOutputTokens();
    return named != null && named > 0;
  }

  /**
   * Whether the model is in the middle of calls, or of a text, that it made without thoughts that
   * Anthropic knows: with a budget it insists on them.
   */
  private static boolean isBegunWithoutThoughts(ChatRequest request) {
    List<Turn> turns = request.turns();
    int last = turns.size() - 1;
    boolean prefill = last >= 0 && turns.get(last).role() == Turn.Role.ASSISTANT;
    while (last >= 0 && turns.get(last).role() != Turn.Role.ASSISTANT) {
      boolean spoken = turns.get(last).parts().stream().anyMatch(p -> !isResult(p));
      if (spoken && turns.get(last).role() == Turn.Role.USER) {
        return false;
      }
      last--;
    }
    boolean calls = false;
    boolean thoughts = false;
    for (; last >= 0 && turns.get(last).role() == Turn.Role.ASSISTANT; last--) {
      for (Part part : turns.get(last).parts()) {
        calls |= part instanceof Part.ToolCall;
        thoughts |= part instanceof Part.Reasoning thought && isOurs(thought.opaque());
      }
    }
    return (calls || prefill) && !thoughts;
  }

  private static boolean isResult(Part part) {
    return part instanceof Part.ToolResult;
  }

  static boolean isOurs(@Nullable Opaque opaque) {
    return opaque != null && opaque.origin() == Dialect.ANTHROPIC;
  }

  /** Whether the model is told to think. */
  boolean isOn() {
    return kind == Kind.ADAPTIVE || kind == Kind.ENABLED;
  }

  void write(ObjectNode body) {
    if (kind != null) {
      ObjectNode thinking = body.putObject("thinking");
      switch (kind) {
        case ADAPTIVE -> thinking.put("type", "adaptive");
        case ENABLED -> thinking.put("type", "enabled").put("budget_tokens", budget);
        case DISABLED -> thinking.put("type", "disabled");
      }
      if (visible) {
        thinking.put("display", "summarized");
      }
    }
    if (effort != null) {
      body.withObject("/output_config").put("effort", Efforts.word(effort));
    }
  }
}
