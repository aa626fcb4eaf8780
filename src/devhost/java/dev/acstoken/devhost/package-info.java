/**
 * The development host runs everything on one machine: the functions over HTTP, as the Functions
 * host and its Java worker serve them, a local OpenID Connect issuer, Azurite, the ACS emulator and
 * the console. It uses the product and the emulator, but no tests.
 *
 * <p>The package imitates the Functions host with its Java worker in everything that a caller or a
 * function can observe, except for the following.
 *
 * <ul>
 *   <li>A function with {@code authLevel = ADMIN} needs the master key there. Here it needs none,
 *       but the caller must be a program on this machine. Other callers get the same 401. Keys are
 *       ignored, and so is {@code authLevel = FUNCTION}.
 *   <li>Requests whose {@code Host} header is absent or does not name this machine get 421.
 *   <li>Every origin on this machine is allowed, and those of {@code --cors-origin}: see {@link
 *       dev.acstoken.devhost.Cors}. Pages of other origins get 403 without CORS headers. There the
 *       list of the deployment decides, a foreign page's request is executed, and only its
 *       preflight request and the reading of its response fail.
 *   <li>The JDK's server parses requests. It refuses malformed HTTP with its own 400, which has a
 *       body, and so one request never reaches a function: one with a path or a query that {@link
 *       java.net.URI} cannot parse, such as {@code ?a=|b} or {@code ?a=%zz}. It sends no {@code
 *       Server} header.
 *   <li>The limits for the headers count one space before each value, however many were sent.
 *   <li>The order of the charsets in {@code Accept-Charset} decides, and their weights are ignored.
 *   <li>Functions run in the process of the host. There is no worker that can die, no {@code
 *       functionTimeout}, and no 503 "Function host is not running." while the host starts.
 *   <li>{@code /} is the console, and not the home page of the host, which {@code
 *       AzureWebJobsDisableHomepage} turns off. There is no {@code /admin}.
 *   <li>There is no HTTPS, and therefore no {@code Strict-Transport-Security}.
 *   <li>Timers run only on request.
 *   <li>The trace context is the caller's. The host starts a trace if there is none.
 *   <li>A body that is neither text nor bytes, a route with constraints and a parameter that is
 *       neither a request of text nor a {@code String} are refused, because the product uses none.
 * </ul>
 */
@NullMarked
package dev.acstoken.devhost;

import org.jspecify.annotations.NullMarked;
