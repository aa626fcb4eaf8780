/**
 * Handles HTTP requests: authorization of callers, JSON bodies, conditional requests, responses and
 * problem details.
 */
@NullMarked
package dev.acstoken.http;

import org.jspecify.annotations.NullMarked;
