package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which forms correct one that was accepted: those whose figures differ from what was filed last
 * (reports, section 1.2). What nobody has accepted yet is simply replaced.
 */
public final class Corrections {

    /** Nothing was accepted so far. */
    public static final Corrections NONE = new Corrections(List.of());

    private final List<FiledForm> filed;

    /**
     * @param filed what was accepted, the earliest first
     */
    public Corrections(List<FiledForm> filed) {
        this.filed = List.copyOf(filed);
    }

    /** The record a 1099-K corrects. */
    public Optional<String> corrected(SalesForm form) {
        return corrected(
                TaxForm.SALES,
                form.payee(),
                Forms::sales,
                SalesForm::payee,
                form,
                Corrections::figures);
    }

    /** The record a 1099-MISC or 1099-NEC corrects. */
    public Optional<String> corrected(IncomeForm form) {
        return corrected(
                form.form(),
                form.payee(),
                form.form() == TaxForm.ROYALTIES ? Forms::royalties : Forms::services,
                IncomeForm::payee,
                form,
                Corrections::figures);
    }

    private <R> Optional<String> corrected(
            TaxForm kind,
            TaxPayee payee,
            Function<Forms, List<R>> forms,
            Function<R, TaxPayee> of,
            R form,
            Function<R, List<Object>> figures) {
        FiledForm last = null;
        for (FiledForm each : filed) {
            last = each.form() == kind && each.payee().equals(id(payee)) ? each : last;
        }
        if (last == null) {
            return Optional.empty();
        }
        Optional<List<Object>> asFiled =
                forms.apply(last.asFiled()).stream()
                        .filter(each -> id(of.apply(each)).equals(id(payee)))
                        .map(figures)
                        .findFirst();
        return asFiled.equals(Optional.of(figures.apply(form)))
                ? Optional.empty()
                : Optional.of(last.record());
    }

    private static List<Object> figures(SalesForm form) {
        List<Object> figures = new ArrayList<>(form.months());
        figures.add(form.charges());
        figures.add(form.tips());
        figures.add(form.withheld());
        figures.add(form.isRequired());
        return figures;
    }

    private static List<Object> figures(IncomeForm form) {
        return List.of(form.amount(), form.withheld(), Boolean.TRUE.equals(form.required()));
    }

    /**
     * How often a 1042-S was amended: 0 until it was accepted and differs; then one more with every
     * acceptance after which it differed. A payee's record of another of its forms does not count
     * where the records are the forms' own identifiers.
     */
    public int amendments(ForeignForm form, int year) {
        List<FiledForm> ofForm = new ArrayList<>();
        List<FiledForm> ofPayee = new ArrayList<>();
        for (FiledForm each : filed) {
            if (each.form() == TaxForm.FOREIGN && each.payee().equals(id(form.payee()))) {
                ofPayee.add(each);
                if (each.record().equals(form.identifier(year))) {
                    ofForm.add(each);
                }
            }
        }
        List<Money> before = null;
        int amendments = 0;
        for (FiledForm each : ofForm.isEmpty() ? ofPayee : ofForm) {
            List<Money> then = asFiled(each, form);
            amendments += before != null && !before.equals(then) ? 1 : 0;
            before = then;
        }
        return before == null || before.equals(boxes(form)) ? amendments : amendments + 1;
    }

    /** A form that was not there is one of nothing. */
    private static List<Money> asFiled(FiledForm filed, ForeignForm form) {
        return filed.asFiled().foreign().stream()
                .filter(each -> id(each.payee()).equals(id(form.payee())))
                .filter(each -> Objects.equals(each.rate(), form.rate()))
                .filter(each -> each.exemption().equals(form.exemption()))
                .map(Corrections::boxes)
                .findFirst()
                .orElseGet(
                        () -> {
                            Money zero = Money.zero(form.gross().currency());
                            return List.of(zero, zero);
                        });
    }

    private static List<Money> boxes(ForeignForm form) {
        return List.of(form.gross(), form.withheld());
    }

    private static String id(TaxPayee payee) {
        return payee.payee().payee();
    }
}
