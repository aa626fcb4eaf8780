/**
 * Logs what the operator needs to know: an event for each request, an event for each change, and a
 * line for each failure that is not the caller's fault.
 */
@NullMarked
package dev.acstoken.telemetry;

import org.jspecify.annotations.NullMarked;
