/** Exchanges Teams users' Entra ID tokens for ACS tokens. */
@NullMarked
package dev.acstoken.teams;

import org.jspecify.annotations.NullMarked;
