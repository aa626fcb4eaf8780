package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.ErrorCode;
import java.util.function.Function;

/**
 * A call of a port that a caller is about to make.
 *
 * @param name the name of the port's method
 * @param failure the error code of the call if it fails
 * @param effect changes the state and returns the response, which is compared by value
 */
record PortCall(String name, ErrorCode failure, Function<SystemState, Object> effect) {}
