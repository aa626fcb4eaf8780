/**
 * The HTTP edge: one class per operation, and the one {@link dev.acstoken.functions.RequestHandler}
 * that authenticates, runs, renders and catches.
 */
@NullMarked
package dev.acstoken.functions;

import org.jspecify.annotations.NullMarked;
