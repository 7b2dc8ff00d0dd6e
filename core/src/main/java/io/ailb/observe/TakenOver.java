package io.ailb.observe;

/**
 * A request is a pool's from now on, whatever becomes of it.
 *
 * @param request tells the requests of this process apart
 */
public record TakenOver(String request, String pool) {}
