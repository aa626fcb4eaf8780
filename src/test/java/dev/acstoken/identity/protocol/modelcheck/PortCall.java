package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.ErrorCode;
import java.util.function.Function;

/**
 * A call of a port that is about to happen.
 *
 * @param name the port's method
 * @param failure how it fails when it fails
 * @param effect changes the state and responses; the answer is a value
 */
record PortCall(String name, ErrorCode failure, Function<SystemState, Object> effect) {}
