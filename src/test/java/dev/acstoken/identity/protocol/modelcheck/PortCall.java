package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.Failure;
import java.util.function.Function;

/**
 * A call of a port that is about to happen.
 *
 * @param name the port's method
 * @param failure how it fails when it fails
 * @param effect changes the world and answers; the answer is a value
 */
record PortCall(String name, Failure failure, Function<World, Object> effect) {}
