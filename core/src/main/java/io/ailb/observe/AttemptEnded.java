package io.ailb.observe;

import io.ailb.model.Outcome;

/**
 * A try on an endpoint is over.
 *
 * @param request tells the requests of this process apart
 * @param model that was sent
 * @param number of the try, from 1
 * @param cost in the endpoint's currency
 */
public record AttemptEnded(
    String request,
    String pool,
    String endpoint,
    String model,
    int number,
    Outcome outcome,
    double cost) {}
