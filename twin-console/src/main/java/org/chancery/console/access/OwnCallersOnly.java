package org.chancery.console.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.chancery.console.shell.Texts;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests to the API for machines which another site made a browser send (Fetch Metadata, Origin: 403), and
 * writes in any type but JSON, which are those that a browser sends to other sites without asking first (415). What
 * anyone may read may be linked to from anywhere. Programs send neither {@code Origin} nor {@code Sec-Fetch-Site}.
 */
final class OwnCallersOnly extends OncePerRequestFilter {

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH");
    private static final String DEPLOYMENT = "/engine-rest/deployment/create";

    /** What anyone may read and nothing of it depends on who asks, so that other sites may link to it. */
    private static final Pattern PUBLIC = Pattern.compile("/api/(ledger/status|receipts/[^/]+(/later)?)");

    private final Texts texts;

    OwnCallersOnly(Texts texts) {
        this.texts = texts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isForeign(request) && !isPublicReading(request)) {
            refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "foreign");
        } else if (!hasAllowedType(request)) {
            refuse(request, response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "json-only");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPublicReading(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && request.getRequestURI().startsWith(request.getContextPath())
                && PUBLIC.matcher(request.getRequestURI()
                                .substring(request.getContextPath().length()))
                        .matches();
    }

    private static boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site != null && !OWN_SITES.contains(site)) || (origin != null && !isOwn(origin, request));
    }

    /** The scheme is not compared: a proxy in front may end TLS. It must hand on the {@code Host} it was given. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        try {
            String authority = new URI(origin).getRawAuthority(); // none in the origin 'null'
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A browser sends a DELETE elsewhere only after asking, so one without a body needs no type. */
    private static boolean hasAllowedType(HttpServletRequest request) {
        String given = request.getContentType();
        boolean typed = WRITES.contains(request.getMethod()) || ("DELETE".equals(request.getMethod()) && given != null);
        if (!typed) {
            return true;
        }
        try {
            MediaType type = given == null ? MediaType.ALL : MediaType.parseMediaType(given);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    || (type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)
                            && request.getRequestURI().equals(request.getContextPath() + DEPLOYMENT));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, String code)
            throws IOException {
        String text = texts.getTranslation("api." + code, request.getLocale());
        DoorAnswer.write(request, response, status, code, text);
    }
}
