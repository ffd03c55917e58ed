#include "app/settings.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::app {
namespace {

namespace fs = std::filesystem;

class SettingsTest : public ::testing::Test {
  protected:
    SettingsTest() {
        std::string name = (fs::temp_directory_path() / "muster-settings-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        environment_["HOME"] = folder_.string();
    }
    ~SettingsTest() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    std::string write(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }
    Result<Settings> load(std::map<std::string, std::string> flags = {}) {
        return load_settings({std::move(flags), [this](const std::string& name) -> std::optional<std::string> {
                                  const auto found = environment_.find(name);
                                  return found == environment_.end() ? std::nullopt : std::optional(found->second);
                              }});
    }
    std::string refusal(std::map<std::string, std::string> flags = {}) {
        const auto settings = load(std::move(flags));
        return settings ? "(taken)" : settings.error().message;
    }

    fs::path folder_;
    std::map<std::string, std::string> environment_;
};

TEST_F(SettingsTest, DefaultsAreTheUsersFolders) {
    const auto settings = load();
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->store, "sqlite:" + folder_.string() + "/.local/share/muster/muster.db");
    EXPECT_EQ(settings->key_file, folder_.string() + "/.local/share/muster/muster.key");
    EXPECT_EQ(settings->config, folder_.string() + "/.config/muster/muster.toml");
    EXPECT_EQ(settings->ctct_api_url, "https://api.cc.email/v3");
    EXPECT_EQ(settings->ctct_auth_url, "https://authz.constantcontact.com/oauth2/default/v1");
    EXPECT_EQ(settings->ctct_client_id, "");
}

TEST_F(SettingsTest, TheLogIsForPeopleUnlessSomebodySaysOtherwise) {
    EXPECT_EQ(load()->log_format, "text");
    environment_["MUSTER_LOG_FORMAT"] = "json";
    EXPECT_EQ(load()->log_format, "json");
    EXPECT_EQ(load({{"--log-format", "text"}})->log_format, "text");
    EXPECT_EQ(refusal({{"--log-format", "xml"}}), "--log-format is \"xml\". It takes text or json.");
}

TEST_F(SettingsTest, FoldersOfTheDesktopStandardCount) {
    environment_["XDG_DATA_HOME"] = "/data";
    environment_["XDG_CONFIG_HOME"] = "/etc/of/me";
    const auto settings = load();
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->store, "sqlite:/data/muster/muster.db");
    EXPECT_EQ(settings->config, "/etc/of/me/muster/muster.toml");
}

TEST_F(SettingsTest, TheKeyOfPostgresqlIsInTheConfigurationFolder) {
    const auto settings = load({{"--store", "postgresql://muster@db/muster"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->key_file, folder_.string() + "/.config/muster/muster.key");
}

TEST_F(SettingsTest, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    write(".config/muster/muster.toml", "ctct_client_id = \"file\"\n");
    EXPECT_EQ(load()->ctct_client_id, "file");
    environment_["MUSTER_CTCT_CLIENT_ID"] = "environment";
    EXPECT_EQ(load()->ctct_client_id, "environment");
    EXPECT_EQ(load({{"--ctct-client-id", "flag"}})->ctct_client_id, "flag");
    environment_["MUSTER_CTCT_CLIENT_ID"] = "";
    EXPECT_EQ(load()->ctct_client_id, "file");
}

TEST_F(SettingsTest, PathsInTheFileAreRelativeToIt) {
    const auto file = write("etc/muster.toml", "store = \"sqlite:../data/m.db\"\nkey_file = \"m.key\"\n");
    const auto settings = load({{"--config", file}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->store, "sqlite:" + folder_.string() + "/data/m.db");
    EXPECT_EQ(settings->key_file, folder_.string() + "/etc/m.key");
}

TEST_F(SettingsTest, AnUnknownKeyIsAnErrorThatListsTheKnownOnes) {
    const auto file = write("muster.toml", "\nstroe = \"x\"\n");
    const auto message = refusal({{"--config", file}});
    EXPECT_NE(message.find("unknown key \"stroe\" in line 2"), std::string::npos) << message;
    EXPECT_NE(message.find("store, key_file, ctct_api_url, ctct_auth_url, ctct_client_id, ctct_client_secret, "
                           "ctct_client_secret_file"),
              std::string::npos)
        << message;
}

TEST_F(SettingsTest, AValueOfTheWrongKindIsAnError) {
    const auto message = refusal({{"--config", write("muster.toml", "store = 5\n")}});
    EXPECT_NE(message.find("takes a text in quotes"), std::string::npos) << message;
}

TEST_F(SettingsTest, ANamedFileMustExistAndBeToml) {
    EXPECT_NE(refusal({{"--config", (folder_ / "none.toml").string()}}).find("cannot be read"), std::string::npos);
    EXPECT_NE(refusal({{"--config", folder_.string()}}).find("cannot be read"), std::string::npos);
    EXPECT_NE(refusal({{"--config", write("bad.toml", "a = b = c")}}).find("is no TOML: line 1"),
              std::string::npos);
}

TEST_F(SettingsTest, PlainHttpIsForThisMachineOnly) {
    EXPECT_EQ(load({{"--ctct-api-url", "http://127.0.0.1:8900/v3/"}})->ctct_api_url, "http://127.0.0.1:8900/v3");
    EXPECT_EQ(load({{"--ctct-auth-url", "http://localhost:1/x"}})->ctct_auth_url, "http://localhost:1/x");
    EXPECT_NE(refusal({{"--ctct-api-url", "http://example.org/v3"}}).find("plain http"), std::string::npos);
    EXPECT_NE(refusal({{"--ctct-auth-url", "http://127.0.0.1.example.org/"}}).find("plain http"),
              std::string::npos);
    EXPECT_NE(refusal({{"--ctct-api-url", "example.org"}}).find("no address"), std::string::npos);
}

TEST_F(SettingsTest, TheSecretComesFromTheEnvironmentOrAFileNeverFromAFlag) {
    for (const auto& row : setting_table()) {
        EXPECT_EQ(row.kind == SettingKind::Secret, row.flag.empty()) << row.key;
    }
    const auto file = write("secret", "  s3cret \n");
    environment_["MUSTER_CTCT_CLIENT_SECRET_FILE"] = file;
    EXPECT_EQ(load()->ctct_client_secret, "s3cret");
    environment_["MUSTER_CTCT_CLIENT_SECRET"] = "direct";
    EXPECT_EQ(load()->ctct_client_secret, "direct");
    environment_.erase("MUSTER_CTCT_CLIENT_SECRET");
    environment_["MUSTER_CTCT_CLIENT_SECRET_FILE"] = (folder_ / "none").string();
    EXPECT_NE(refusal().find("cannot be read"), std::string::npos);
}

TEST_F(SettingsTest, TheSecretFileOfTheConfigurationIsRelativeToIt) {
    write("etc/secret", "s3cret\n");
    const auto file = write("etc/muster.toml", "ctct_client_secret_file = \"secret\"\n");
    EXPECT_EQ(load({{"--config", file}})->ctct_client_secret, "s3cret");
}

TEST_F(SettingsTest, AStoreOfAnotherKindIsAnError) {
    EXPECT_NE(refusal({{"--store", "mysql://x"}}).find("sqlite:PATH"), std::string::npos);
    EXPECT_NE(refusal({{"--store", "sqlite:"}}).find("sqlite:PATH"), std::string::npos);
    EXPECT_NE(refusal({{"--store", ""}}).find("takes a value"), std::string::npos);
}

} // namespace
} // namespace muster::app
