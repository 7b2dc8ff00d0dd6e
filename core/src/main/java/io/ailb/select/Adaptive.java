package io.ailb.select;

import io.ailb.health.Condition;
import io.ailb.limit.Budget;

/**
 * The least loaded for what it can carry (selection, section 3): its weight, less where little of
 * its limits is left, where it is slow or slower than usual, where calls fail, where it is dear,
 * and for a while after it was out of use. Calls under way make slowness felt before any answer
 * comes; calls sent of late make idle endpoints follow their weights.
 */
final class Adaptive implements SelectionPolicy {
  /** Least headroom that is told apart, and the power to which it counts. */
  private static final double LEAST_HEADROOM = 0.02;

  private static final double HEADROOM_POWER = 0.5;
  private static final double SPEED_POWER = 0.5;

  /** Least success that is told apart, and the power to which it counts. */
  private static final double LEAST_SUCCESS = 0.05;

  private static final double SUCCESS_POWER = 3;

  /** To which power it counts that it is slow. */
  private static final double SLOW_POWER = 1.5;

  /** An endpoint without a call under way is still not free of load, nor are all such alike. */
  private static final double IDLE = 0.2;

  /** What a call sent of late counts against one under way, less the busier all are. */
  private static final double RECENT = 0.3;

  private static final double BUSY = 0.25;

  /** Powers that have a quicker way. */
  private static final double HALF = 0.5;

  private static final double CUBE = 3;

  private final Factors factors;
  private final Budget budget;

  Adaptive(Factors factors, Budget budget) {
    this.factors = factors;
    this.budget = budget;
  }

  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    return free.get(lowest(free, request, now));
  }

  @Override
  public double[] chances(Shortlist free, Request request, long now) {
    return SelectionPolicy.certain(lowest(free, request, now), free.size());
  }

  @Override
  public Score score(Candidate candidate, Shortlist free, Request request, long now) {
    return new Round(free, request, now).score(candidate);
  }

  private int lowest(Shortlist free, Request request, long now) {
    Round round = new Round(free, request, now);
    int lowest = round.leastAtBest();
    return lowest >= 0 ? lowest : round.least();
  }

  /** One choice: what all of its candidates are measured by. */
  private final class Round {
    private final Shortlist free;
    private final Request request;
    private final long now;
    private final double recentCounts;
    private final double fastest;
    private final double cheapest;
    private final double costPower;

    private Round(Shortlist free, Request request, long now) {
      this.free = free;
      this.request = request;
      this.now = now;
      long underWay = 0;
      double leastBase = Double.POSITIVE_INFINITY;
      for (int i = 0; i < free.size(); i++) {
        Candidate candidate = free.get(i);
        underWay += candidate.load().underWay();
        double base = candidate.condition().base();
        if (base > 0 && base < leastBase) {
          leastBase = base;
        }
      }
      this.recentCounts = RECENT / (1 + BUSY * underWay / free.size());
      this.fastest = leastBase;
      this.costPower = costPower(now);
      this.cheapest = costPower == 0 ? 0 : cheapest();
    }

    private double cheapest() {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < free.size(); i++) {
        least = Math.min(least, free.get(i).price(request));
      }
      return least;
    }

    /**
     * The one with the least load for its weight, if that does even with all that is held against
     * it: nobody else can be better then, as factors are at most 1, and need not be asked. Else -1.
     */
    private int leastAtBest() {
      double counts = recentCounts;
      long at = Load.millis(now);
      int lowest = 0;
      double least = Double.POSITIVE_INFINITY;
      double next = Double.POSITIVE_INFINITY;
      for (int i = 0; i < free.size(); i++) {
        double atBest = free.get(i).load().forWeight(IDLE, counts, at);
        if (atBest < least) {
          next = least;
          least = atBest;
          lowest = i;
        } else if (atBest < next) {
          next = atBest;
        }
      }
      return costPower >= 0 && least / factors(free.get(lowest)) < next ? lowest : -1;
    }

    private int least() {
      long at = Load.millis(now);
      int lowest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < free.size(); i++) {
        Candidate candidate = free.get(i);
        double value = candidate.load().forWeight(IDLE, recentCounts, at);
        if (value < least || costPower < 0) {
          value /= factors(candidate);
          if (value < least) {
            least = value;
            lowest = i;
          }
        }
      }
      return lowest;
    }

    private double factors(Candidate candidate) {
      return headroom(candidate)
          * speed(candidate)
          * slowness(candidate)
          * success(candidate)
          * candidate.member().breaker().ramp(now)
          * cost(candidate);
    }

    private Score score(Candidate candidate) {
      Member member = candidate.member();
      return new Score(
          member.inFlight() + IDLE + recentCounts * member.load().recent(Load.millis(now)),
          member.weight(),
          headroom(candidate),
          speed(candidate),
          slowness(candidate),
          success(candidate),
          member.breaker().ramp(now),
          cost(candidate));
    }

    private double headroom(Candidate candidate) {
      double headroom = candidate.quotas().headroom(now);
      return power(Math.max(LEAST_HEADROOM, headroom), HEADROOM_POWER * factors.headroom());
    }

    private double speed(Candidate candidate) {
      double base = candidate.condition().base();
      return base > 0 ? power(fastest / base, SPEED_POWER * factors.speed()) : 1;
    }

    private double slowness(Candidate candidate) {
      Condition condition = candidate.condition();
      double slowdown = condition.isUsual(now) ? 1 : condition.slowdown(now);
      return slowdown > Condition.SLOW ? power(Condition.SLOW / slowdown, SLOW_POWER) : 1;
    }

    private double success(Candidate candidate) {
      double success = candidate.condition().success();
      return power(Math.max(LEAST_SUCCESS, success), SUCCESS_POWER * factors.success());
    }

    private double cost(Candidate candidate) {
      return costPower == 0 || cheapest <= 0
          ? 1
          : power(cheapest / candidate.price(request), costPower);
    }
  }

  private double costPower(long now) {
    double pressure = budget.pressure(now);
    return factors.cost() > 0 ? Math.max(factors.cost(), pressure) : pressure;
  }

  private static double power(double factor, double exponent) {
    if (factor == 1 || exponent == 0) {
      return 1;
    }
    if (exponent == HALF) {
      return Math.sqrt(factor);
    }
    return exponent == CUBE ? factor * factor * factor : Math.pow(factor, exponent);
  }
}
