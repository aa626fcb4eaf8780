/**
 * Tells the operator what happened: one event for each request, one for each change, and a log line
 * for each failure.
 */
@NullMarked
package dev.acstoken.telemetry;

import org.jspecify.annotations.NullMarked;
