package org.chancery.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.chancery.console.shell.Texts;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class OwnCallersOnlyTest {

    private static final String TASK = "/engine-rest/task/t1/complete";
    private static final String DEPLOYMENT = "/engine-rest/deployment/create";

    private final OwnCallersOnly filter = new OwnCallersOnly(new Texts(List.of("org.chancery.console.messages")));

    @Test
    void programsAndTheConsoleItselfPass() throws Exception {
        assertThat(status(request("GET", "/api/cases/1"))).isEqualTo(200);
        assertThat(status(json("POST", TASK))).isEqualTo(200);
        assertThat(status(with(json("POST", TASK), "Sec-Fetch-Site", "same-origin")))
                .isEqualTo(200);
        assertThat(status(with(request("GET", "/api/cases/1"), "Sec-Fetch-Site", "none")))
                .isEqualTo(200);
        assertThat(status(with(json("POST", TASK), "Origin", "https://office.example:8443")))
                .isEqualTo(200);
        assertThat(status(request("DELETE", "/engine-rest/deployment/d1"))).isEqualTo(200);
    }

    @Test
    void whatOtherSitesMakeABrowserSendIsRefusedInWords() throws Exception {
        for (String site : List.of("cross-site", "same-site", "")) {
            assertThat(status(with(json("POST", TASK), "Sec-Fetch-Site", site))).isEqualTo(403);
        }
        for (String origin : List.of("https://evil.example", "null", "https://office.example", "not an origin")) {
            assertThat(status(with(json("POST", TASK), "Origin", origin)))
                    .as(origin)
                    .isEqualTo(403);
        }
        MockHttpServletResponse answer = answer(with(request("GET", "/api/cases/1"), "Sec-Fetch-Site", "cross-site"));
        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getContentAsString()).contains("another site").contains("\"foreign\"");
        assertThat(answer.getContentType()).startsWith("application/problem+json");
    }

    @Test
    void whatAnyoneMayReadMayBeLinkedToFromAnywhere() throws Exception {
        for (String address : List.of("/api/receipts/3", "/api/receipts/3/later", "/api/ledger/status")) {
            assertThat(status(with(request("GET", address), "Sec-Fetch-Site", "cross-site")))
                    .as(address)
                    .isEqualTo(200);
            assertThat(status(with(json("POST", address), "Sec-Fetch-Site", "cross-site")))
                    .as(address)
                    .isEqualTo(403);
        }
        for (String address :
                List.of("/api/cases/1/receipts", "/api/receipts/3/later/x", "/engine-rest/api/receipts/3")) {
            assertThat(status(with(request("GET", address), "Sec-Fetch-Site", "cross-site")))
                    .as(address)
                    .isEqualTo(403);
        }
    }

    @Test
    void writesAreJsonButForTheDeployment() throws Exception {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense")) {
            MockHttpServletRequest request = request("POST", TASK);
            request.setContentType(type);
            assertThat(status(request)).as(type).isEqualTo(415);
        }
        assertThat(status(request("POST", TASK))).isEqualTo(415);
        MockHttpServletRequest charset = request("PUT", TASK);
        charset.setContentType("application/json;charset=UTF-8");
        assertThat(status(charset)).isEqualTo(200);
        MockHttpServletRequest files = request("POST", DEPLOYMENT);
        files.setContentType("multipart/form-data; boundary=b");
        assertThat(status(files)).isEqualTo(200);
        files.addHeader("Sec-Fetch-Site", "cross-site");
        assertThat(status(files)).isEqualTo(403);
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.addHeader("Host", "office.example:8443");
        request.addPreferredLocale(Locale.ENGLISH);
        return request;
    }

    private static MockHttpServletRequest json(String method, String path) {
        MockHttpServletRequest request = request(method, path);
        request.setContentType("application/json");
        return request;
    }

    private static MockHttpServletRequest with(MockHttpServletRequest request, String header, String value) {
        request.addHeader(header, value);
        return request;
    }

    private int status(MockHttpServletRequest request) throws Exception {
        return answer(request).getStatus();
    }

    /** The filter's answer; the chain behind it must have been reached just if that is 200. */
    private MockHttpServletResponse answer(MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        assertThat(chain.getRequest() != null).isEqualTo(response.getStatus() == 200);
        return response;
    }
}
