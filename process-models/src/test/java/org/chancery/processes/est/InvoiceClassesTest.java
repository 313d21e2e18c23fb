package org.chancery.processes.est;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceClassesTest {

    @ParameterizedTest
    @CsvSource({"0, none", "1, few", "2, few", "3, several", "1000, several"})
    void staff(int expected, String type) {
        assertThat(InvoiceClasses.staff(expected)).isEqualTo(type);
    }

    @Test
    void capital() {
        assertThat(InvoiceClasses.capital(new BigDecimal("5000000.00"))).isEqualTo("usual");
        assertThat(InvoiceClasses.capital(new BigDecimal("5000000.01"))).isEqualTo("large");
    }

    @ParameterizedTest
    @CsvSource({"0, own", "1, shared", "2, shared", "3, crowded", "9, crowded", "10, mass", "5000, mass"})
    void address(long others, String type) {
        assertThat(InvoiceClasses.address(others)).isEqualTo(type);
    }
}
