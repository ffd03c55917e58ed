#pragma once

// A fresh installation in a folder of its own for each test, and, where asked for, a sandbox process beside it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "cli/process.hpp"
#include "net/transport.hpp"
#include "support/store_place.hpp"

namespace muster::test {

/// A parsed document that a test looks into.
class Json {
  public:
    explicit Json(const std::string& text);
    [[nodiscard]] bool is_valid() const { return document_.has_value(); }
    [[nodiscard]] json::Reader root();
    [[nodiscard]] std::int64_t number(const std::string& key, const std::string& inner = "");
    [[nodiscard]] std::string text(const std::string& key, const std::string& inner = "");
    [[nodiscard]] std::vector<std::string> keys();

  private:
    Result<json::Document> document_;
    json::Problems problems_;
};

class InstallationTest : public ::testing::Test {
  protected:
    InstallationTest();
    ~InstallationTest() override;

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    /// Where the key is unless somebody says otherwise.
    [[nodiscard]] std::string key_path() const {
        return path(on_postgresql() ? ".config/muster/muster.key" : "muster.key");
    }
    /// Writes a file into the folder; its path.
    std::string write(const std::string& name, const std::string& text) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    [[nodiscard]] Outcome muster(const std::vector<std::string>& arguments, const std::string& input = "") const;
    /// The same, and the test fails unless it ends with 0.
    Outcome done(const std::vector<std::string>& arguments) const;
    /// With --json; the document.
    Json json_of(std::vector<std::string> arguments) const;
    /// Ends with `code`, says `part` on standard error in one message, and nothing on standard output.
    void expect_refused(const std::vector<std::string>& arguments, int code, const std::string& part) const;

    /// Starts `muster sandbox --listen 127.0.0.1:0 --auto-grant on` with further flags and points the environment
    /// to it.
    void start_sandbox(std::vector<std::string> flags = {});
    /// POST to the sandbox's control page.
    void control(const std::string& body) const;
    /// A database "Main" of a few Members and Reps; with a sandbox, `connect` it too.
    void fill_main() const;
    void connect_main() const { done({"connect", "--database", "Main"}); }

    std::filesystem::path folder_;
    Environment environment_;
    std::unique_ptr<Background> sandbox_;
    std::string sandbox_url_;
};

} // namespace muster::test
