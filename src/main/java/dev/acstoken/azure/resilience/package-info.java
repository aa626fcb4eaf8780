/**
 * Calls dependencies within a request's time budget: retries, time-outs, throttling, error
 * translation, call telemetry.
 */
@NullMarked
package dev.acstoken.azure.resilience;

import org.jspecify.annotations.NullMarked;
