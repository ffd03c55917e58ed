#include "app/transfer.hpp"

#include <optional>
#include <utility>

namespace muster::app {

using store::WithPasswords;

Result<ImportResult> import_records(Installation& installation, store::DatabaseId database,
                                    const exchange::ImportFiles& files, exchange::ImportOptions options,
                                    const CancelToken& cancel) {
    options.cancel = cancel;
    std::optional<ImportResult> not_kept; // carried out of a transaction that is rolled back
    auto kept = installation.store().edit(
        database, WithPasswords::Yes, [&](roster::RecordBook& book) -> Result<ImportResult> {
            TRY_ASSIGN(auto summary, exchange::import_records(files, book, options));
            ImportResult result{std::move(summary), false};
            result.kept = result.summary.may_be_kept(options);
            if (result.kept) {
                return result;
            }
            not_kept = std::move(result); // an error makes the store roll back what was written
            return fail(Code::Cancelled, "Nothing is to be kept.");
        });
    if (not_kept) {
        return std::move(*not_kept);
    }
    return kept;
}

Result<exchange::ExportSummary> export_records(Installation& installation, store::DatabaseId database,
                                               const exchange::ExportFiles& files,
                                               const exchange::ExportOptions& options) {
    const auto passwords = options.with_passwords ? WithPasswords::Yes : WithPasswords::No;
    return installation.store().read(database, passwords,
                                     [&](roster::RecordBook& book) -> Result<exchange::ExportSummary> {
                                         return exchange::export_records(book, files, options);
                                     });
}

Result<std::string> export_text(Installation& installation, store::DatabaseId database, exchange::FileKind table,
                                bool for_spreadsheet) {
    return installation.store().read(database, WithPasswords::No,
                                     [&](roster::RecordBook& book) -> Result<std::string> {
                                         return exchange::export_text(book, table, for_spreadsheet);
                                     });
}

Result<exchange::SampleSummary> make_sample(Installation& installation, store::DatabaseId database,
                                            const exchange::SampleOptions& options) {
    return installation.store().edit(database, WithPasswords::No,
                                     [&](roster::RecordBook& book) -> Result<exchange::SampleSummary> {
                                         return exchange::make_sample(book, options);
                                     });
}

} // namespace muster::app
